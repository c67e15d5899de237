" Names that crampon lints and that not every Neovim knows.
autocmd BufRead,BufNewFile Dockerfile-*,Containerfile,Containerfile.*,Containerfile-*,*.containerfile setfiletype dockerfile
autocmd BufRead,BufNewFile *.ash setfiletype sh
