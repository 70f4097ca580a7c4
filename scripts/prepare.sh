# Prepares .venv, held to requirements.lock. Read in by ./inforce and ./test, which set $root.
#
#   prepare core            what every command needs
#   prepare core sql        the same and an extra of pyproject.toml, for the commands that need it
#   prepare all             the whole lock and the project itself, for ./test
#
# .venv/prepared is written last and says what the environment holds: its first line is core with the extras, or all,
# the rest is the checksum of pyproject.toml and requirements.lock with their paths. An environment without it was not finished
# and is made again; so is one whose folder was moved. Everything said here goes to standard error: standard output
# belongs to the command's answer.

venv=$root/.venv
stamp=$venv/prepared
lock=$root/.venv.lock
locked=no
explained=no

# uv uses the Python found below and never fetches another; it never changes the environment on its own.
UV_PYTHON_DOWNLOADS=never
UV_NO_SYNC=1
export UV_PYTHON_DOWNLOADS UV_NO_SYNC

say() {
    printf 'inforce: %s\n' "$*" >&2
}

fail() {
    say "$@"
    explained=yes
    exit 2
}

prepare() {
    checksum=$(cksum "$root/pyproject.toml" "$root/requirements.lock")
    if is_prepared "$@"; then
        return
    fi
    trap 'stopped $?' EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    take_lock
    # Another call may have prepared it while this one waited.
    if ! is_prepared "$@"; then
        make_venv
        install "$@"
        say "ready"
    fi
    rm -rf "$lock"
    locked=no
    trap - EXIT HUP INT TERM
}

# Reads the stamp. The link bin/python dangles when the Python that it was made with is gone.
is_prepared() {
    holds= for_checksum=
    if [ -x "$venv/bin/python" ] && [ -f "$stamp" ]; then
        {
            IFS= read -r holds
            IFS= read -r first
            IFS= read -r second
        } <"$stamp" || return 1
        for_checksum="$first
$second"
    fi
    [ "$for_checksum" = "$checksum" ] || return 1
    [ "$holds" = all ] && return
    for word; do
        case " $holds " in *" $word "*) ;; *) return 1 ;; esac
    done
}

# mkdir either makes the folder or fails, so only one of two first calls gets it.
take_lock() {
    waited=0
    until mkdir "$lock" 2>/dev/null; do
        [ -d "$lock" ] || [ -w "$root" ] || fail "cannot write in $root, where .venv has to be made"
        holder=$(cat "$lock/pid" 2>/dev/null) || holder=
        if [ -n "$holder" ]; then
            # Read again after the holder was found gone: it may just have finished and made way for another.
            is_running "$holder" || [ "$(cat "$lock/pid" 2>/dev/null)" != "$holder" ] || stale_lock
        elif [ "$waited" -ge 10 ] && [ -d "$lock" ]; then
            stale_lock
        fi
        [ "$waited" -lt 600 ] || stale_lock
        [ "$waited" -gt 0 ] || say "another call is preparing .venv; waiting for it"
        sleep 1
        waited=$((waited + 1))
    done
    locked=yes
    echo $$ >"$lock/pid"
}

is_running() {
    kill -0 "$1" 2>/dev/null || [ -d "/proc/$1" ] # kill also fails for another user's process
}

stale_lock() {
    say "$lock was left behind by a set-up that did not finish."
    fail "If no other call is preparing, remove it and run this again: rm -r '$lock'"
}

# On the way out before the end: say how things stand, and leave no lock.
stopped() {
    status=$1
    if [ "$status" -lt 128 ] && [ "$explained" = no ]; then
        status=2
        say "preparing did not finish (see above); the next call starts it again"
        # What was to be changed, without success, still holds what it held.
        [ ! -f "$stamp.before" ] || mv "$stamp.before" "$stamp"
    fi
    [ "$locked" = no ] || rm -rf "$lock"
    exit "$status"
}

make_venv() {
    before=
    # Finished and still in its place, but for less or for another lock: change only what differs. The stamp is put
    # aside meanwhile, so that an interrupted change is made again from the start.
    if [ -x "$venv/bin/python" ] && [ -f "$stamp" ] && grep -qF " $root/pyproject.toml" "$stamp"; then
        say "preparing .venv (what it has to hold has changed)"
        read -r before <"$stamp"
        [ "$before" != all ] || before=
        mv "$stamp" "$stamp.before"
        return
    fi
    say "preparing .venv (once)"
    find_python
    rm -rf "$venv"
    "$python" -I -m venv "$venv" >&2
}

# Sets $python to the real file behind the name: if that Python is replaced, .venv is seen to be stale.
find_python() {
    if [ -n "${PYTHON:-}" ]; then
        set -- "$PYTHON"
    else
        set -- python3 python3.13 python3.12 python3.11
    fi
    python=
    for name; do
        python=$("$name" -I -c '
import os, sys
if sys.version_info >= (3, 11):
    print(os.path.realpath(sys._base_executable))' 2>/dev/null) || python=
        [ -z "$python" ] || break
    done
    [ -n "$python" ] || fail "Python 3.11 or newer is needed; tried: $*." \
        "Install it (Debian 12 or newer: apt-get install python3-venv) or name it: PYTHON=/path/to/python3"

    if ! has_venv && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "installing Debian's package python3-venv, which $python lacks"
        install_python3_venv || { apt-get update -qq >&2 && install_python3_venv; } || true
    fi
    has_venv || fail "$python cannot make virtual environments (it has no ensurepip)." \
        "Install the package python3-venv (for a Python that is not the system's own: python3.X-venv)," \
        "or name another: PYTHON=/path/to/python3"
}

has_venv() {
    "$python" -I -c 'import ensurepip, venv' 2>/dev/null
}

install_python3_venv() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >&2
}

install() {
    # Like Debian's pip, uv trusts the certificates that the system trusts: some networks have their own.
    if [ -s /etc/ssl/certs/ca-certificates.crt ]; then
        UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS:-1}
        export UV_SYSTEM_CERTS
    fi
    if [ ! -x "$venv/bin/uv" ]; then
        say "installing uv"
        # pip gets uv's own entry of the lock, hashes and all.
        sed -n '/^uv==/,/[^\\]$/p' "$root/requirements.lock" >"$venv/uv.txt"
        "$venv/bin/python" -I -m pip install --quiet --disable-pip-version-check \
            --no-deps --require-hashes -r "$venv/uv.txt" >&2
        rm "$venv/uv.txt"
    fi
    if [ "$1" = core ]; then
        # What was installed before, for another command, stays.
        for word in $before; do
            case " $* " in *" $word "*) ;; *) set -- "$@" "$word" ;; esac
        done
        say "installing what the command needs ($*)"
        extras=
        for word; do
            [ "$word" = core ] || extras="$extras --extra $word"
        done
        # Hashes in constraints are checked too. The project itself runs from src and is not built.
        # shellcheck disable=SC2086 # one word for each extra
        uv_pip install -c requirements.lock -r pyproject.toml $extras uv
    else
        say "installing everything in requirements.lock"
        uv_pip sync --require-hashes requirements.lock
        uv_pip install --no-deps --no-build-isolation -e .
    fi
    printf '%s\n%s\n' "$*" "$checksum" >"$stamp.new"
    rm -f "$stamp.before"
    mv "$stamp.new" "$stamp"
}

# In the project's folder, because uv reads the settings of the folder that it is called in.
uv_pip() {
    (cd "$root" && "$venv/bin/uv" pip "$@" --quiet --python "$venv/bin/python") >&2
}

# The servers that the tests run the law's query on. Installed where that is possible without asking; elsewhere the
# tests that need one are skipped and say so.
prepare_servers() {
    packages=
    command -v java >/dev/null || packages="default-jre-headless"
    [ -n "$(find /usr/lib/postgresql -name initdb 2>/dev/null)" ] || command -v initdb >/dev/null ||
        packages="$packages postgresql"
    [ -n "$packages" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 0
    say "installing Debian's packages for the tests:" $packages
    # shellcheck disable=SC2086 # one word for each package
    install_packages $packages || { apt-get update -qq >&2 && install_packages $packages; } ||
        say "they could not be installed; the tests that need them are skipped"
}

install_packages() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}
