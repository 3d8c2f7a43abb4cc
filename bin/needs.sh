# shellcheck shell=bash
# What bin/run and bin/test need from the machine, and how it gets there. Sourced, not run.
#
# A need is a command, file or library; each has the Debian package that brings it. On Debian and Ubuntu what is missing is
# installed; elsewhere it is named, and we go on when it is there.

# Prints the package of each need that is missing.
missing_packages() {
    local need
    for need in "$@"; do
        "has_$need" || package_of "$need"
    done
}

package_of() {
    case $1 in
        compiler) echo gcc libc6-dev ;;
        pkg_config) echo pkg-config ;;
        libpq) echo libpq-dev ;;
        postgres) echo postgresql ;;
        nginx) echo nginx ;;
        nginx_rtmp) echo libnginx-mod-rtmp ;;
        ffmpeg) echo ffmpeg ;;
        fonts) echo fonts-noto-cjk ;;
        emoji) echo fonts-noto-color-emoji ;;
        chromium) if is_ubuntu; then echo chromium-browser; else echo chromium; fi ;;
        chromedriver) if is_ubuntu; then echo chromium-chromedriver; else echo chromium-driver; fi ;;
        redis) echo redis-server ;;
        pdftotext | pdftoppm) echo poppler-utils ;;
        pip) echo python3-pip ;;
        faketime) echo faketime ;;
    esac
}

is_ubuntu() {
    grep -qs '^ID=ubuntu' /etc/os-release
}

has_command() {
    command -v "$1" >/dev/null || [ -x "/usr/sbin/$1" ]
}

# Whether a file that fits one of the patterns exists.
has_file() {
    compgen -G "$1" >/dev/null || { [ $# -gt 1 ] && shift && has_file "$@"; }
}

has_compiler() { has_command cc && has_file '/usr/include/stdio.h'; }
has_pkg_config() { has_command pkg-config; }
has_libpq() { has_file '/usr/lib/*/libpq.so' '/usr/lib*/libpq.so' '/usr/local/lib/libpq.so'; }
has_postgres() { has_command initdb || has_file '/usr/lib/postgresql/*/bin/initdb'; }
has_nginx() { has_command nginx; }
has_nginx_rtmp() { has_file '/usr/lib*/nginx/modules/ngx_rtmp_module.so' || nginx -V 2>&1 | grep -q nginx-rtmp; }
has_ffmpeg() { has_command ffmpeg && has_command ffprobe; }
has_fonts() { has_file '/usr/share/fonts/*/noto/NotoSansCJK*' '/usr/share/fonts/*noto*cjk*/*'; }
has_emoji() { has_file '/usr/share/fonts/*/noto/NotoColorEmoji*' '/usr/share/fonts/*emoji*/*'; }
has_chromium() { has_command chromium || has_command google-chrome; }
has_chromedriver() { has_command chromedriver; }
has_pdftotext() { has_command pdftotext; }
has_pdftoppm() { has_command pdftoppm; }
has_redis() { has_command redis-server; }
has_faketime() { has_file '/usr/lib/*/faketime/libfaketimeMT.so.1' '/usr/lib*/faketime/libfaketimeMT.so.1'; }
has_pip() { python3 -m pip --version >/dev/null 2>&1; }

# Brings all needs about, or ends with words.
ensure() {
    if ! command -v cargo >/dev/null; then
        echo 'The Rust toolchain is missing: see https://rustup.rs' >&2
        exit 1
    fi
    local packages
    mapfile -t packages < <(missing_packages "$@" | tr ' ' '\n')
    if [ ${#packages[@]} -gt 0 ] && command -v apt-get >/dev/null; then
        install_packages "${packages[@]}" || echo 'Installing did not work.' >&2
    fi
    while mapfile -t packages < <(missing_packages "$@") && [ ${#packages[@]} -gt 0 ]; do
        echo "Missing on this machine (by their Debian names): ${packages[*]}" >&2
        if [ ! -t 0 ]; then
            echo 'Install them and start again.' >&2
            exit 1
        fi
        read -rp 'Press Enter when they are installed, Ctrl-C to give up. ' || exit 1
    done
}

# The libraries of Stripe and Alipay that sign and check in the tests: each a file of plain Python with the hash of the list.
# Fetched anew when the list has changed.
ensure_peers() {
    local folder=${CARGO_TARGET_DIR:-target}/peers list=tests/peers/requirements.txt
    if cmp -s "$list" "$folder/requirements.txt"; then
        return
    fi
    echo 'Fetching the libraries of Stripe and Alipay for the tests.'
    rm -rf "$folder"
    mkdir -p "$folder"
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \
        --dest "$folder" --requirement "$list"
    cp "$list" "$folder/"
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

install_packages() {
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        return 1
    fi
    echo "Installing: $*"
    as_root bash bin/install.sh "$@"
}

# What building and serving needs.
# shellcheck disable=SC2034 # used by those who source this
SERVE_NEEDS=(compiler pkg_config libpq postgres nginx nginx_rtmp ffmpeg pdftoppm fonts)

export PATH="$PATH:$HOME/.cargo/bin"
