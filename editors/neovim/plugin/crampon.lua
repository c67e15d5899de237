if vim.g.loaded_crampon then
  return
end
vim.g.loaded_crampon = true

vim.api.nvim_create_user_command('CramponFixAll', function()
  require('crampon').fix_all()
end, { desc = 'Apply the safe fixes of crampon to this buffer' })

vim.api.nvim_create_user_command('CramponRestart', function()
  require('crampon').restart()
end, { desc = 'Stop and start the language server of crampon' })
