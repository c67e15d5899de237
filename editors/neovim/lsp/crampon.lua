-- What vim.lsp.enable('crampon') starts, from Neovim 0.11 on.
return require('crampon').defaults
