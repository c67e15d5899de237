-- Does the steps of $CRAMPON_STEPS, and writes to $CRAMPON_REPORT what Neovim
-- shows after each: see `step` in clients_test.go. Runs in Neovim 0.7 to 0.12.

local severities = { 'error', 'warning', 'info', 'hint' }
-- For what a server has to answer, in milliseconds.
local patience = 10000

local function report(entry)
  local file = assert(io.open(os.getenv('CRAMPON_REPORT'), 'a'))
  file:write(vim.fn.json_encode(entry), '\n')
  file:close()
end

local function diagnostics(buf)
  local found = vim.diagnostic.get(buf)
  table.sort(found, function(a, b)
    return a.lnum < b.lnum or a.lnum == b.lnum and a.col < b.col
  end)
  return found
end

local function code(diagnostic)
  return diagnostic.code or diagnostic.user_data.lsp.code
end

local function show(buf, diagnostic)
  local under = vim.api.nvim_buf_get_text(buf, diagnostic.lnum, diagnostic.col, diagnostic.end_lnum, diagnostic.end_col, {})
  return ('%d %s %s "%s" %s'):format(
    diagnostic.lnum + 1, severities[diagnostic.severity], code(diagnostic), table.concat(under, '\n'), diagnostic.user_data.lsp.codeDescription.href)
end

local function client(buf)
  return require('crampon').clients(buf)[1]
end

local function put_cursor(text)
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  assert(vim.fn.search('\\V' .. vim.fn.escape(text, '\\'), 'cW') > 0, 'not in the file: ' .. text)
end

local function request(buf, method, params)
  local reply = {}
  for _, r in pairs(assert(vim.lsp.buf_request_sync(buf, method, params, patience))) do
    assert(not r.err and not r.error, method .. ': ' .. vim.inspect(r))
    reply = r.result or {}
  end
  return reply
end

local function actions(buf)
  local params = vim.lsp.util.make_range_params(0, client(buf).offset_encoding)
  params.context = { diagnostics = {} }
  return request(buf, 'textDocument/codeAction', params)
end

local steps = {}

function steps.open(buf, step)
  vim.cmd('edit ' .. step.file)
end

function steps.hover(buf, step)
  put_cursor(step.at)
  local params = vim.lsp.util.make_position_params(0, client(buf).offset_encoding)
  local contents = request(buf, 'textDocument/hover', params).contents
  return contents and { vim.split(contents.value, '\n')[1] }
end

function steps.actions(buf, step)
  put_cursor(step.at)
  local shown = {}
  for _, action in ipairs(actions(buf)) do
    table.insert(shown, ('%s: %s%s'):format(action.kind, action.title, action.isPreferred and ' (preferred)' or ''))
  end
  return shown
end

function steps.apply(buf, step)
  put_cursor(step.at)
  for _, action in ipairs(actions(buf)) do
    if action.title == step.text then
      local whole = action.edit and action or request(buf, 'codeAction/resolve', action)
      vim.lsp.util.apply_workspace_edit(whole.edit, client(buf).offset_encoding)
      return
    end
  end
  error('no such action: ' .. step.text)
end

function steps.insert(buf, step)
  put_cursor(step.at)
  local row = vim.api.nvim_win_get_cursor(0)[1] - 1
  vim.api.nvim_buf_set_text(buf, row, 0, row, 0, vim.split(step.text, '\n'))
end

steps['fix all'] = function()
  vim.cmd('CramponFixAll')
  vim.cmd('silent write')
end

function steps.line(_, step)
  put_cursor(step.at)
  return { vim.api.nvim_get_current_line() }
end

-- Neovim on Linux does not watch files: the server looks when one is written.
function steps.configure(_, step)
  vim.fn.writefile(vim.split(step.text, '\n'), '.crampon.yaml')
  vim.cmd('silent write')
end

function steps.restart()
  vim.cmd('CramponRestart')
end

local function wait_for(buf, codes)
  return vim.wait(patience, function()
    local found = vim.tbl_map(code, diagnostics(buf))
    return vim.deep_equal(found, codes)
  end, 10)
end

local function main()
  if os.getenv('CRAMPON_ENABLE') then
    vim.lsp.enable('crampon')
  else
    require('crampon').setup()
  end
  vim.cmd('filetype on')
  for _, step in ipairs(vim.fn.json_decode(vim.fn.readfile(os.getenv('CRAMPON_STEPS')))) do
    if step['do'] ~= 'open' then
      assert(vim.fn.expand('%') == step.file, step.file .. ' is not open')
    end
    local came = true
    local shown = steps[step['do']](vim.api.nvim_get_current_buf(), step)
    if step.codes ~= vim.NIL then
      local buf = vim.api.nvim_get_current_buf()
      came = wait_for(buf, step.codes)
      shown = vim.tbl_map(function(d)
        return show(buf, d)
      end, diagnostics(buf))
    end
    report({ shows = shown or {} })
    if not came then
      return -- what comes after would not be what the steps are about
    end
  end
end

-- Much of Neovim's client waits for the end of the start.
vim.api.nvim_create_autocmd('VimEnter', {
  callback = vim.schedule_wrap(function()
    local ok, err = xpcall(main, debug.traceback)
    if not ok then
      report({ error = tostring(err) })
    end
    vim.cmd('qa!')
  end),
})
