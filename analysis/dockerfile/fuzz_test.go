package dockerfile

import (
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
)

// nasty are the texts that the tests of this package were made of: each once
// told something about BuildKit's way of reading.
var nasty = []string{
	"", "\n", "#", "# only a comment\n", "\\", "\\\n", "\\\n\\\n  \\\n", "`\n",
	typical,
	strings.ReplaceAll(typical, "\n", "\r\n"),
	"\uFEFF# escape=`\nFROM a\nRUN b `\n c\n",
	"FROM a\n\uFEFFRUN b\n",
	"# syntax=x\n# escape=`\n# check=skip=all\nFROM a\n# check=error=true\nRUN a\\b `\n  c ``\nUSER x\n",
	"# escape=`\n# escape=\\\nFROM a\nRUN b `\n c\n",
	"# escape=x\nFROM a\n",
	"FROM a\nRUN b \\ \t\n  # c\n\n \t\n  d \\\\\nUSER e",
	"FROM a\nRUN b \\\n",
	"FROM a\nRUN b \\\n# c",
	"FROM a\nRUN <<EOF\na\nEOF\nUSER b\n",
	"FROM a\nRUN cat <<EOF <<-'E 2' 3<<\"E3\" | sh\na\nEOF\n\tb\n\tE 2\nc\nE3\nUSER b\n",
	"FROM a\nRUN echo $((1<<2)) <<- EOF\nUSER b\n",
	"FROM a\nRUN <<EOF\r\na\r\nEOF\r\nRUN << EOF\nb\nEOF\n",
	"FROM a\nRUN <<EOF\nnever\nUSER b\nRUN <<EOF\nends\n",
	"FROM a\nRUN [\"<<EOF\"]\nCOPY [\"<<EOF\", \"/x\"]\nUSER b\n",
	"FROM a\nONBUILD RUN <<-EOF\n\tb\n\tEOF\nONBUILD COPY --from=x a b\nONBUILD ONBUILD RUN x\nONBUILD\n",
	"FROM a\nCOPY <<a <<b /c\n1\na\n2\nb\nCOPY x <<y\ny\n",
	"FROM --platform=$BUILDPLATFORM a:b@sha256:c AS d\nFROM a b\nFROM a AS 1\nfrom \\\n  d\n",
	"FROM a\nENV a=1 b\nENV c\nENV d e f\nENV g=\"h i\" j='k' l=\\ m n=\nENV\nLABEL a.b=\"c \\\n d\" e=f\\\nARG x y=1 z=\n",
	"FROM a\nRUN --mount=type=bind,\"source=a,b\",from=\"c\" --network=none --x=y z\nRUN --mount=\"type=cache\" -- --a\nCOPY --chown=é:\"b c\"\\ d e f\n",
	"FROM a\nCMD [\"a\\\"b\", \"\\u00e9\\ud83d\\ude00\\ud800\\n\\\\\", \"\"]\nCMD [ ]\nCMD [\"a\",]\nCMD [\"a\", 1]\nCMD ['a']\n",
	"FROM a\nHEALTHCHECK --interval=1s --timeout=x CMD a b\nHEALTHCHECK NONE\nHEALTHCHECK CMD [\"a\"]\nHEALTHCHECK x y\nHEALTHCHECK none x\nHEALTHCHECK\n",
	"RUN a\nARG b\nFROM c\n",
	"ARG a\n",
	"FROM a\nRUNN b\nadd c d\nK\nuſer x\nMAINTAINER a b\nSTOPSIGNAL 9\nSHELL [\"a\"]\nSHELL b\nVOLUME a [\"b\"]\nEXPOSE 2 1\n",
	"FROM a\nRUN --mount=type=cache -- [ -f b ]\nCMD  c  d \nENTRYPOINT \u00e9 f\nRUN\u0085g\nRUN --h \u00a0i j\nCMD - k\nrun x\nRUN -- --l m\n",
	"FROM a\nUSER\t\x85\nUSER\t\u0085\n",
	"FROM {{ base }}\n", "FROM a\nRUN docker inspect --format '{{.Id}}' b\n", "{% if a %}\nFROM b\n{% endif %}\n", "FROM a\nENV b %%C%%\n",
	"FROM a\nRUN b\x00c <<E\xffF\n\xff\nE\xffF\nUSER \xc3\\\n\xa9\n\u00a0USER d\u00a0\nCOPY\u00a0e f\nHEALTHCHECK CMDà b\n",
	"FROM a\nRUN ${a:-${b:-${c <<EOF\nEOF\nRUN '<<EOF\nCOPY <<${a:-b} /x\n${a:-b}\nRUN \"<<\" <<$X\n$X\nRUN <<a\\ b\na b\n",
}

func FuzzParse(f *testing.F) {
	for _, text := range nasty {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		d := Parse(source.NewFile("Dockerfile", content))
		checkPlaces(t, d)
		// Where bytes were replaced for BuildKit, so are those in the names of
		// here-documents.
		_, same := readable(content)
		if d.Template == "" && (same || !strings.Contains(string(content), "<<")) {
			checkTexts(t, d)
		}
		_, rest, _ := strings.Cut(string(content), "\n")
		checkNext(t, rest, string(content))
	})
}

func FuzzExpand(f *testing.F) {
	for _, word := range []string{"$a", "${a}", "${a:-b}", "${a%b}", "'$a'", "\"$a\"", `\$a`, "${a", "${a:?b}", "${a/b/c}", "$", "`$a"} {
		f.Add(word, byte('\\'))
		f.Add(word, byte('`'))
	}
	f.Fuzz(func(t *testing.T, word string, escape byte) {
		_, _, _ = Expand(word, escape, func(name string) (string, bool) { return "x", name == "a" })
	})
}
