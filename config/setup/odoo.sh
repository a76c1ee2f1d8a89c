#!/usr/bin/env bash
# Odoo 19 as plain files below $WORK/odoo, from Debian's own package (suite sid) and checked by
# apt's signatures. The system's sources, lists and package database are not touched: apt gets
# a sources file and state folders of its own. With ODOO_SOURCE an existing checkout is used.
. "$(dirname "$0")/lib.sh"

if [ -n "${ODOO_SOURCE:-}" ]; then
  grep -qs '^version_info = (19, 0' "$ODOO_SOURCE/odoo/release.py" ||
    die "ODOO_SOURCE=$ODOO_SOURCE is no Odoo 19.0 checkout: point it to the folder that holds odoo/ and addons/"
  exit 0
fi
lock setup
release=$ODOO_ROOT/usr/lib/python3/dist-packages/odoo/release.py
[ -f "$release" ] && exit 0

# The package, and the fonts and older JS libraries that it only links to (Font Awesome 4, which
# sid no longer has, so these come from Debian 12).
SID=(odoo-19 fonts-montserrat)
STABLE=(libjs-jquery libjs-underscore libjs-jquery-form fonts-font-awesome fonts-roboto-unhinted
  fonts-inconsolata fonts-ocr-b)

step "Odoo 19 from Debian (125 MB, once)"
site=${DEBIAN_MIRROR:-$(debian_site)}
if [ -z "$site" ]; then
  # apt learns from its lists whose packages a site has: other sites do not have Odoo.
  need_root "reading apt's package lists (not with DEBIAN_MIRROR, the address of a mirror)"
  quietly "apt-get update failed: check the network and /etc/apt, or set DEBIAN_MIRROR, then run the same command again" \
    as_root apt-get -o APT::Update::Error-Mode=any update
  site=$(debian_site)
fi
[ -n "$site" ] ||
  die "apt knows no Debian mirror: add one to /etc/apt/sources.list, or set DEBIAN_MIRROR, or set ODOO_SOURCE"

apt=$WORK/apt
rm -rf "$apt" "$ODOO_ROOT.new"
mkdir -p "$apt"/{lists/partial,cache/archives/partial,debs} "$ODOO_ROOT.new"
for suite in sid bookworm; do
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $site $suite main"
done >"$apt/sources.list"
options=(-o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
  -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt/cache"
  -o Acquire::Languages=none -o Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false
  # A mirror's copy of sid may lag behind its own expiry date; signatures are still checked.
  -o Acquire::Check-Valid-Until=false)
[ "$(id -u)" = 0 ] && options+=(-o APT::Sandbox::User=root)
quietly "cannot read Debian's package list from $site: check the network or set DEBIAN_MIRROR to another mirror, then run the same command again" \
  apt-get "${options[@]}" -o APT::Update::Error-Mode=any update
cd "$apt/debs"
quietly "cannot download Odoo 19 from $site: check the network and the free space of $WORK, or set DEBIAN_MIRROR to another mirror, then run again" \
  apt-get "${options[@]}" download "${SID[@]}" "${STABLE[@]/%//bookworm}"
for deb in ./*.deb; do
  dpkg -x "$deb" "$ODOO_ROOT.new" || die "cannot unpack ${deb#./}: is the disk of $WORK full?"
done
grep -qs '^version_info = (19, 0' "$ODOO_ROOT.new/${release#"$ODOO_ROOT/"}" ||
  die "Debian's odoo-19 is no longer a 19.0: set ODOO_SOURCE to an Odoo 19.0 checkout"
dangling=$(find "$ODOO_ROOT.new" -xtype l | { grep -v /usr/share/doc/ || true; } | head -n 1)
[ -z "$dangling" ] || say "warning: ${dangling#"$ODOO_ROOT.new"} points to nothing, some icons may be missing"
rm -rf "$ODOO_ROOT.new/usr/share/doc" "$apt"
mv "$ODOO_ROOT.new" "$ODOO_ROOT"
