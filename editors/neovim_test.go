package editors

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// neovim is how one Neovim is started.
type neovim struct {
	name    string
	needs   string
	command []string
	env     []string
	way     string // how the plugin has to start the server
}

// neovims are Debian's own, and those of newer Debians.
func neovims(t *testing.T) []neovim {
	t.Helper()
	newer := func(suite, way string) neovim {
		root := client(t, "neovim-"+suite)
		return neovim{
			name: suite, needs: "neovim-" + suite + "/usr/bin/nvim", way: way,
			// The parsers of its tree-sitter lie beside the runtime.
			command: append(unpacked(root, "nvim"), "--cmd", "set rtp+="+filepath.Join(root, "usr/lib/nvim")),
			env:     []string{"VIMRUNTIME=" + filepath.Join(root, "usr/share/nvim/runtime")},
		}
	}
	return []neovim{
		{name: "bookworm", needs: "nvim", way: "vim.lsp.start_client", command: []string{"nvim"}}, // 0.7.2
		newer("trixie", "vim.lsp.start"), // 0.10.4
		newer("sid", "vim.lsp.config"),   // 0.12.4
	}
}

func TestNeovim(t *testing.T) {
	needClients(t)
	bin := buildCrampon(t)
	plugin := copyTree(t, "neovim")
	driver := copyTree(t, "testdata/neovim")
	editors := neovims(t)
	enabled := editors[len(editors)-1] // as Neovim's own documentation has it
	enabled.name += "_enable"
	enabled.env = append(slices.Clone(enabled.env), "CRAMPON_ENABLE=1")
	for _, nvim := range append(editors, enabled) {
		t.Run(nvim.name, func(t *testing.T) {
			needClients(t, nvim.needs)
			steps := session()
			report := filepath.Join(t.TempDir(), "report")
			dir := workspace(t)
			env := append(bare(t, bin), nvim.env...)
			env = append(env, "CRAMPON_STEPS="+writeSteps(t, steps), "CRAMPON_REPORT="+report)
			out := run(t, dir, env, append(nvim.command, "--headless", "--clean", "-n", "--cmd", "set rtp^="+plugin,
				"-c", "luafile "+filepath.Join(driver, "session.lua"))...)
			if out != "" {
				t.Errorf("Neovim says\n%s", out)
			}
			checkSteps(t, steps, read(t, report))
		})
	}
}

// TestNeovimHealth asks :checkhealth with a server, without the program and
// without a setup.
func TestNeovimHealth(t *testing.T) {
	needClients(t)
	bin := buildCrampon(t)
	plugin := copyTree(t, "neovim")
	driver := copyTree(t, "testdata/neovim")
	for _, nvim := range neovims(t) {
		for _, c := range []struct {
			name  string
			path  []string
			setup string
			want  []string
			not   string
		}{
			{"with a server", []string{bin}, "setup", []string{"servers are started by " + nvim.way, filepath.Join(bin, "crampon") + ": crampon ", "1 buffer", "root "}, "ERROR"},
			{"without the program", nil, "setup", []string{"ERROR", "crampon cannot be executed", "crampon-install"}, "root "},
			{"without a setup", []string{bin}, "", []string{"WARNING", "not set up", "crampon-setup"}, "root "},
		} {
			t.Run(nvim.name+"/"+c.name, func(t *testing.T) {
				needClients(t, nvim.needs)
				page := filepath.Join(t.TempDir(), "page")
				dir := workspace(t)
				env := append(bare(t, c.path...), nvim.env...)
				env = append(env, "CRAMPON_SETUP="+c.setup, "CRAMPON_PAGE="+page)
				run(t, dir, env, append(nvim.command, "--headless", "--clean", "-n", "--cmd", "set rtp^="+plugin,
					"-c", "luafile "+filepath.Join(driver, "health.lua"))...)
				got := read(t, page)
				for _, want := range c.want {
					if !strings.Contains(got, want) {
						t.Errorf("the page lacks %q:\n%s", want, got)
					}
				}
				if strings.Contains(got, c.not) {
					t.Errorf("the page has %q:\n%s", c.not, got)
				}
			})
		}
	}
}

// TestNeovimHelp follows every tag of the help file, and every reference to one.
func TestNeovimHelp(t *testing.T) {
	needClients(t)
	plugin := copyTree(t, "neovim")
	driver := copyTree(t, "testdata/neovim")
	for _, nvim := range neovims(t) {
		t.Run(nvim.name, func(t *testing.T) {
			needClients(t, nvim.needs)
			out := run(t, plugin, append(bare(t), nvim.env...), append(nvim.command, "--headless", "--clean", "-n", "--cmd", "set rtp^="+plugin,
				"-c", "luafile "+filepath.Join(driver, "help.lua"))...)
			if out != "" {
				t.Errorf("Neovim says\n%s", out)
			}
			if _, err := os.Stat(filepath.Join(plugin, "doc", "tags")); err != nil {
				t.Error(err)
			}
		})
	}
}
