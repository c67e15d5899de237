package alpine

import "testing"

func TestGlibcBuild(t *testing.T) {
	for address, want := range map[string]Ecosystem{
		"https://repo.anaconda.com/miniconda/Miniconda3-py312_24.5.0-0-Linux-x86_64.sh":                               Conda,
		"https://repo.anaconda.com/archive/Anaconda3-2024.06-1-Linux-aarch64.sh":                                      Conda,
		"https://github.com/conda-forge/miniforge/releases/latest/download/Miniforge3-$(uname)-$(uname -m).sh":        Conda,
		"https://repo.anaconda.com/miniconda/Miniconda3-latest-MacOSX-x86_64.sh":                                      NoEcosystem,
		"https://micro.mamba.pm/api/micromamba/linux-64/latest":                                                       NoEcosystem,
		"https://nodejs.org/dist/v22.1.0/node-v22.1.0-linux-x64.tar.xz":                                               NodeJS,
		"https://nodejs.org/dist/v${V}/node-v${V}-linux-${ARCH}.tar.gz":                                               NodeJS,
		"https://nodejs.org/dist/v22.1.0/node-v22.1.0.tar.gz":                                                         NoEcosystem,
		"https://nodejs.org/dist/v22.1.0/node-v22.1.0-headers.tar.gz":                                                 NoEcosystem,
		"https://unofficial-builds.nodejs.org/download/release/v22.1.0/node-v22.1.0-linux-x64-musl.tar.xz":            NoEcosystem,
		"https://unofficial-builds.nodejs.org/download/release/v22.1.0/node-v22.1.0-linux-$ARCH.tar.xz":               NoEcosystem,
		"https://unofficial-builds.nodejs.org/download/release/v22.1.0/node-v22.1.0-linux-x86.tar.xz":                 NodeJS,
		"https://github.com/prometheus/node_exporter/releases/download/v1.8.0/node_exporter-1.8.0.linux-amd64.tar.gz": NoEcosystem,
		"https://get.volta.sh": NodeJS,
		"http://download.oracle.com/otn-pub/java/jdk/8u172-b11/a58eab/server-jre-8u172-linux-x64.tar.gz":                             Java,
		"https://download.java.net/java/GA/jdk11/9/GPL/openjdk-11.0.2_linux-x64_bin.tar.gz":                                          Java,
		"https://download.java.net/java/early_access/alpine/14/binaries/openjdk-17-ea+14_linux-x64-musl_bin.tar.gz":                  NoEcosystem,
		"https://github.com/adoptium/temurin17-binaries/releases/download/x/OpenJDK17U-jdk_x64_linux_hotspot_17.0.9_9.tar.gz":        Java,
		"https://github.com/adoptium/temurin17-binaries/releases/download/x/OpenJDK17U-jdk_x64_alpine-linux_hotspot_17.0.9_9.tar.gz": NoEcosystem,
		"https://github.com/adoptium/temurin17-binaries/releases/download/x/OpenJDK17U-jdk_x64_linux_hotspot_17.tar.gz.sha256.txt":   NoEcosystem,
		"https://api.adoptium.net/v3/binary/latest/17/ga/linux/x64/jdk/hotspot/normal/eclipse":                                       Java,
		"https://api.adoptium.net/v3/binary/latest/17/ga/alpine-linux/x64/jdk/hotspot/normal/eclipse":                                NoEcosystem,
		"https://cdn.azul.com/zulu/bin/zulu17.46.19-ca-jdk17.0.9-linux_x64.tar.gz":                                                   Java,
		"https://cdn.azul.com/zulu/bin/zulu17.46.19-ca-jdk17.0.9-linux_musl_x64.tar.gz":                                              NoEcosystem,
		"https://corretto.aws/downloads/latest/amazon-corretto-17-x64-linux-jdk.tar.gz":                                              Java,
		"https://corretto.aws/downloads/latest/amazon-corretto-17-x64-alpine-jdk.tar.gz":                                             NoEcosystem,
		"https://github.com/graalvm/graalvm-ce-builds/releases/download/vm-22.3.0/graalvm-ce-java17-linux-amd64-22.3.0.tar.gz":       Java,
		"https://download.bell-sw.com/java/17.0.9+11/bellsoft-jdk17.0.9+11-linux-amd64.tar.gz":                                       Java,
		"https://example.org/search-9.1.0-no-jdk-linux-x86_64.tar.gz":                                                                NoEcosystem,
		"https://download.jrebel.com/jrebel-linux-x64.zip":                                                                           NoEcosystem,
		"https://builds.dotnet.microsoft.com/dotnet/Sdk/8.0.100/dotnet-sdk-8.0.100-linux-x64.tar.gz":                                 DotNet,
		"https://builds.dotnet.microsoft.com/dotnet/Sdk/8.0.100/dotnet-sdk-8.0.100-linux-musl-x64.tar.gz":                            NoEcosystem,
		"https://github.com/BurntSushi/ripgrep/releases/download/14.1.0/ripgrep-14.1.0-aarch64-unknown-linux-gnu.tar.gz":             Rust,
		"https://static.rust-lang.org/rustup/dist/x86_64-unknown-linux-gnu/rustup-init":                                              NoEcosystem,
		"https://github.com/BurntSushi/ripgrep/releases/download/14.1.0/ripgrep-14.1.0-x86_64-unknown-linux-musl.tar.gz":             NoEcosystem,
		"https://files.pythonhosted.org/packages/cp312/numpy-2.0.0-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl":       Wheel,
		"https://files.pythonhosted.org/packages/cp312/numpy-2.0.0-cp312-cp312-musllinux_1_1_x86_64.whl":                             NoEcosystem,
		"https://awscli.amazonaws.com/awscli-exe-linux-x86_64-2.26.5.zip":                                                            Vendor,
		"https://awscli.amazonaws.com/awscli-exe-linux-x86_64-2.26.5.zip.sig":                                                        NoEcosystem,
		"https://dl.google.com/dl/cloudsdk/channels/rapid/downloads/google-cloud-cli-500.0.0-linux-x86_64.tar.gz":                    NoEcosystem,
		"https://example.org/tool-linux-glibc.tar.gz?download=1":                                                                     OtherProgram,
		"https://example.org/linux-gnu/tool-linux-amd64":                                                                             NoEcosystem,
		"https://github.com/sgerrand/alpine-pkg-glibc/releases/download/2.35-r1/glibc-2.35-r1.apk":                                   NoEcosystem,
	} {
		if got := GlibcBuild(address); got != want {
			t.Errorf("GlibcBuild(%s) = %v, want %v", address, got, want)
		}
	}
}
