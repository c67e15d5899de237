-- Makes the tags of the help file and follows them, and what stands between bars.
-- Whatever goes wrong is written out.
local ok, err = pcall(function()
  vim.cmd('helptags doc')
  local names = {}
  for _, line in ipairs(vim.fn.readfile('doc/tags')) do
    table.insert(names, vim.split(line, '\t')[1])
  end
  for name in table.concat(vim.fn.readfile('doc/crampon.txt'), '\n'):gmatch('|([^%s|]+)|') do
    table.insert(names, name)
  end
  for _, name in ipairs(names) do
    vim.cmd('help ' .. name)
    assert(vim.bo.buftype == 'help', name)
  end
end)
if not ok then
  io.stdout:write(err, '\n')
end
vim.cmd('qa!')
