--- The client of `crampon lsp`, for Neovim 0.7 to 0.12. Three ways to start a
--- server came one after the other: vim.lsp.start_client (0.7), vim.lsp.start
--- (0.8), vim.lsp.config with vim.lsp.enable (0.11). Each Neovim is served by the
--- newest that it has.
local M = {}

--- At a refresh Neovim 0.12 asks for the diagnostics of the workspace, and passes
--- over those of open buffers, because it asks for these one by one; but it does
--- so after changes only. So it is made to ask for them too.
local function refresh(err, result, ctx)
  local client = vim.lsp.get_client_by_id(ctx.client_id)
  for buf in pairs(client and client.attached_buffers or {}) do
    vim.lsp.diagnostic._refresh(buf, ctx.client_id)
  end
  return vim.lsp.diagnostic.on_refresh(err, result, ctx)
end

--- The server itself decides what a buffer is, by its name and shebang; filetypes
--- only say of which buffers it is told.
M.defaults = {
  cmd = { 'crampon', 'lsp' },
  filetypes = { 'dockerfile', 'sh', 'bash' },
  root_markers = { '.git', '.crampon.yaml' },
  handlers = vim.lsp.diagnostic._refresh and vim.lsp.diagnostic.on_refresh and { ['workspace/diagnostic/refresh'] = refresh } or nil,
}

--- What setup() was given, over the defaults; nil before.
local options

--- How servers are started here, for :checkhealth.
function M.way()
  if vim.lsp.config and vim.lsp.enable then
    return 'vim.lsp.config'
  end
  return vim.lsp.start and 'vim.lsp.start' or 'vim.lsp.start_client'
end

--- The configuration in effect, or nil where nothing has been set up. Of
--- vim.lsp.enable() Neovim 0.11 does not say whether it was called.
function M.config()
  if M.way() == 'vim.lsp.config' and (options or not vim.lsp.is_enabled or vim.lsp.is_enabled('crampon')) then
    return vim.lsp.config.crampon
  end
  return options
end

--- The running clients of crampon, those of one buffer if it is given.
function M.clients(buf)
  local get = vim.lsp.get_clients or vim.lsp.get_active_clients
  return vim.tbl_filter(function(client)
    return client.name == 'crampon' and (buf == nil or vim.lsp.buf_is_attached(buf, client.id))
  end, get())
end

local function warn(text)
  vim.notify('crampon: ' .. text, vim.log.levels.WARN)
end

--- The folder in which the server is started: the nearest one with the first
--- marker, or else with the second, and so on.
local function find_root(path, markers)
  for _, marker in ipairs(markers) do
    local dir = vim.fn.fnamemodify(path, ':p:h')
    while true do
      if vim.loop.fs_stat(dir .. '/' .. marker) then
        return dir
      end
      local parent = vim.fn.fnamemodify(dir, ':h')
      if parent == dir then
        break
      end
      dir = parent
    end
  end
end

--- Neovim 0.7 does not look for a server that it already has: root -> client ID.
local started = {}

local function start_client(config, buf)
  local key = config.root_dir or ''
  if not (started[key] and vim.lsp.get_client_by_id(started[key])) then
    local on_exit = config.on_exit
    config.on_exit = function(...)
      started[key] = nil
      if on_exit then
        on_exit(...)
      end
    end
    started[key] = vim.lsp.start_client(config)
  end
  if started[key] then
    vim.lsp.buf_attach_client(buf, started[key])
  end
end

--- Starts the server for a buffer, or shows the buffer to the one that runs.
local function attach(buf)
  local wanted = vim.api.nvim_buf_is_loaded(buf)
    and vim.bo[buf].buftype == ''
    and vim.tbl_contains(options.filetypes, vim.bo[buf].filetype)
  if not wanted then
    return
  end
  local config = vim.tbl_extend('force', options, { name = 'crampon' })
  config.root_dir = config.root_dir or find_root(vim.api.nvim_buf_get_name(buf), options.root_markers)
  if vim.lsp.start then
    -- It attaches the current buffer; that another can be named came later.
    vim.api.nvim_buf_call(buf, function()
      vim.lsp.start(config)
    end)
  else
    start_client(config, buf)
  end
end

local function attach_all()
  for _, buf in ipairs(vim.api.nvim_list_bufs()) do
    attach(buf)
  end
end

--- Lints from now on. What it is given goes to Neovim's client: `cmd`,
--- `filetypes`, `root_markers`, and whatever else a client takes (`on_attach`,
--- `capabilities`, ...).
function M.setup(given)
  options = vim.tbl_deep_extend('force', M.defaults, given or {})
  local cmd = options.cmd
  if type(cmd) == 'table' and vim.fn.executable(cmd[1]) == 0 then
    warn(cmd[1] .. ' cannot be executed; see :help crampon-install')
    return
  end
  if M.way() == 'vim.lsp.config' then
    vim.lsp.config('crampon', options)
    vim.lsp.enable('crampon')
    return
  end
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('crampon', { clear = true }),
    pattern = options.filetypes,
    callback = function(event)
      attach(event.buf)
    end,
  })
  attach_all()
end

local modern = vim.fn.has('nvim-0.11') == 1 -- where functions of clients are methods

local function stop(client, force)
  if modern then
    client:stop(force)
  else
    client.stop(force)
  end
end

--- Stops the servers, waits for their end, and starts them anew.
function M.restart()
  for _, client in ipairs(M.clients()) do
    stop(client)
  end
  local ended = vim.wait(3000, function()
    return #M.clients() == 0
  end, 20)
  if not ended then
    for _, client in ipairs(M.clients()) do
      stop(client, true)
    end
  end
  if M.way() == 'vim.lsp.config' then
    vim.lsp.enable('crampon')
  elseif options then
    attach_all()
  else
    warn('nothing to start; see :help crampon-setup')
  end
end

local function request_sync(client, method, params, timeout, buf)
  if modern then
    return client:request_sync(method, params, timeout, buf)
  end
  return client.request_sync(method, params, timeout, buf)
end

--- Applies the safe fixes to a buffer and returns when it is done, so that it can
--- stand in a BufWritePre. `bufnr` is the current buffer if it is not given;
--- `timeout` is in milliseconds, by default 1000.
function M.fix_all(given)
  given = given or {}
  local buf = given.bufnr or vim.api.nvim_get_current_buf()
  local client = M.clients(buf)[1]
  if not client then
    warn('no server runs for this buffer; see :checkhealth crampon')
    return
  end
  local params = {
    textDocument = { uri = vim.uri_from_bufnr(buf) },
    range = { start = { line = 0, character = 0 }, ['end'] = { line = vim.api.nvim_buf_line_count(buf), character = 0 } },
    context = { diagnostics = {}, only = { 'source.fixAll.crampon' } },
  }
  local function ask(method, what)
    local reply, err = request_sync(client, method, what, given.timeout or 1000, buf)
    if err or reply.err then
      warn(err or reply.err.message)
      return nil
    end
    return reply.result
  end
  for _, action in ipairs(ask('textDocument/codeAction', params) or {}) do
    -- The server may put off the work until it is known which action is wanted.
    local whole = action.edit and action or ask('codeAction/resolve', action)
    if whole and whole.edit then
      vim.lsp.util.apply_workspace_edit(whole.edit, client.offset_encoding)
    end
  end
end

return M
