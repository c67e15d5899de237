--- :checkhealth crampon
local M = {}

local health = vim.health or require('health')
-- The names without report_ came with Neovim 0.10, and those with it left.
local start = health.start or health.report_start
local ok = health.ok or health.report_ok
local info = health.info or health.report_info
local warn = health.warn or health.report_warn
local fail = health.error or health.report_error

--- The program is there and is a crampon that has a server.
local function check_program(cmd)
  if type(cmd) ~= 'table' then
    info('cmd is a function; what it starts is not looked at')
    return
  end
  local path = vim.fn.exepath(cmd[1])
  if path == '' then
    fail(cmd[1] .. ' cannot be executed', { 'Install crampon, :help crampon-install', 'or say where it is, :help crampon-setup' })
    return
  end
  local version = vim.fn.systemlist({ path, 'version' })
  if vim.v.shell_error ~= 0 then
    fail(path .. ' is no crampon: `version` fails', version)
    return
  end
  ok(path .. ': ' .. (version[1] or ''))
  vim.fn.system({ path, 'lsp', '--help' })
  if vim.v.shell_error ~= 0 then
    fail(path .. ' has no language server', { 'Install a newer crampon, :help crampon-install' })
  end
end

local function check_clients()
  local clients = require('crampon').clients()
  if #clients == 0 then
    info('no server runs: no Dockerfile or shell script has been opened')
    return
  end
  for _, client in ipairs(clients) do
    local buffers = vim.lsp.get_buffers_by_client_id and vim.lsp.get_buffers_by_client_id(client.id)
    if client.attached_buffers and vim.fn.has('nvim-0.10') == 1 then
      buffers = vim.tbl_keys(client.attached_buffers)
    end
    ok(('server %d: %d buffers, positions in %s, root %s'):format(
      client.id, #(buffers or {}), client.offset_encoding, client.config.root_dir or 'none'))
  end
end

function M.check()
  local crampon = require('crampon')
  start('crampon')
  if vim.fn.has('nvim-0.7') == 0 then
    fail('Neovim 0.7 or newer is needed')
    return
  end
  info('servers are started by ' .. crampon.way())
  local config = crampon.config()
  if not config then
    warn('not set up', { "Call require('crampon').setup(), :help crampon-setup" })
    config = crampon.defaults
  end
  check_program(config.cmd)
  check_clients()
end

return M
