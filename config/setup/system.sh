#!/usr/bin/env bash
# What Debian itself must provide: system.sh demo|test. Checks the machine first and says in one
# line what is wrong; installs only what is missing, and changes no service, cluster or source.
. "$(dirname "$0")/lib.sh"
purpose=${1:-demo}
lock setup

# --- Is this a machine we know?
id='' version=''
os_release=${PHARMA_OS_RELEASE:-/etc/os-release}  # the tests name another one
if [ -r "$os_release" ]; then
  # shellcheck source=/dev/null
  id=$(. "$os_release" && echo "${ID:-}")
  # shellcheck source=/dev/null
  version=$(. "$os_release" && echo "${VERSION_ID:-}")
fi
[ "$id" = debian ] || die "this needs Debian 12 and found '${id:-unknown} $version': use docker/ instead (docs/deployment.md)"
[ "${version%%.*}" -ge 12 ] 2>/dev/null || [ -z "$version" ] ||
  die "this needs Debian 12 and found Debian $version: upgrade, or use docker/ (docs/deployment.md)"
[ "$version" = 12 ] || say "note: tried on Debian 12 only, this is Debian ${version:-testing}"

# --- Is there room? Odoo takes 1.4 GB, a database with demo data 0.2 GB, the test templates 2 GB.
needed=4; [ "$purpose" = demo ] || needed=8
if [ ! -d "$ODOO_ROOT" ] || [ "$purpose" = test ]; then
  free=$(df -Pk "$WORK" | awk 'NR == 2 {print int($4 / 1048576)}')
  [ -d "$ODOO_ROOT" ] && needed=$((needed - 2))
  [ "$free" -ge "$needed" ] ||
    die "$WORK has $free GB free and needs $needed: free some, or set PHARMA_WORK to a folder on a larger disk"
fi

# --- Packages
packages=(python3 python3-venv ca-certificates libmagic1
  # printing: renderer, and letters for Vietnamese and Chinese
  wkhtmltopdf fonts-wqy-microhei)
if [ -z "${PGHOST:-}" ]; then packages+=(postgresql); else packages+=(postgresql-client); fi
[ "$purpose" = demo ] || packages+=(chromium libxml2-utils git)

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  step "Debian packages: ${missing[*]}"
  need_root "installing them"
  quietly "apt-get update failed: check the network and /etc/apt, then run the same command again" \
    as_root apt-get -o APT::Update::Error-Mode=any update
  # Debian's server package would create and start a cluster of its own: not here, not now.
  own_cluster=/etc/postgresql-common/createcluster.d/pharma-suite.conf
  if [[ " ${missing[*]} " == *" postgresql "* ]]; then
    as_root mkdir -p "${own_cluster%/*}"
    echo 'create_main_cluster = false' | as_root tee "$own_cluster" >/dev/null
    trap 'as_root rm -f "$own_cluster"; as_root rmdir --ignore-fail-on-non-empty "${own_cluster%/*}"' EXIT
  fi
  quietly "apt-get could not install ${missing[*]}: mend it, then run the same command again" \
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
fi

# --- Python
python=${PYTHON:-/usr/bin/python3}
"$python" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null ||
  die "Odoo 19 needs Python 3.10 to 3.13 and $python is $("$python" -V 2>&1 | head -n 1 || true): set PYTHON to another interpreter"
