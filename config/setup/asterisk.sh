#!/usr/bin/env bash
# A real telephone exchange for the tests: Asterisk of Debian sid with what it stands on, as plain
# files below $WORK/asterisk, checked by apt's signatures. Nothing is installed: apt gets a sources
# file and state folders of its own, the system's lists and packages are not touched. Its own loader
# starts it: asterisk.sh run [arguments]. Prints nothing when it is there already.
. "$(dirname "$0")/lib.sh"
asterisk=$WORK/asterisk
libraries=$asterisk/usr/lib/x86_64-linux-gnu

if [ "${1:-}" = run ]; then
  shift
  exec "$libraries/ld-linux-x86-64.so.2" --library-path "$libraries" "$asterisk/usr/sbin/asterisk" "$@"
fi

[ "$(uname -m)" = x86_64 ] ||
  die "the tests of the telephone exchange need an amd64 machine and this is $(uname -m): run them on one"
lock asterisk
[ ! -x "$asterisk/usr/sbin/asterisk" ] || exit 0

site=${DEBIAN_MIRROR:-$(debian_site)}
# Without package lists the sources themselves name it.
[ -n "$site" ] || site=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} 2>/dev/null |
  sed -nE 's/^URIs: *([^ ]+).*/\1/p; s/^deb (\[[^]]*\] )?([^ ]+) .*/\2/p' | { grep -v security || true; } | head -n 1) || true
[ -n "$site" ] || die "apt knows no Debian mirror to fetch Asterisk from: set DEBIAN_MIRROR"

step "Asterisk from Debian (80 MB, once)"
apt=$WORK/apt-asterisk
rm -rf "$apt" "$asterisk.new"
mkdir -p "$apt"/{lists/partial,cache/archives/partial} "$asterisk.new"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $site sid main" >"$apt/sources.list"
options=(-o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
  -o "Dir::State::lists=$apt/lists" -o Dir::State::status=/dev/null -o "Dir::Cache=$apt/cache"
  -o Acquire::Languages=none -o Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false
  -o APT::Install-Recommends=false -o Acquire::Retries=2
  # A mirror's copy of sid may lag behind its own expiry date; signatures are still checked.
  -o Acquire::Check-Valid-Until=false -o Debug::NoLocking=1)
[ "$(id -u)" = 0 ] && options+=(-o APT::Sandbox::User=root)
quietly "cannot read Debian's package list from $site: check the network or set DEBIAN_MIRROR to another mirror, then run the same command again" \
  apt-get "${options[@]}" -o APT::Update::Error-Mode=any update
quietly "cannot download Asterisk from $site: check the network and the free space of $WORK, or set DEBIAN_MIRROR to another mirror, then run again" \
  apt-get "${options[@]}" -y --download-only install asterisk
for deb in "$apt"/cache/archives/*.deb; do
  dpkg-deb -x "$deb" "$asterisk.new" || die "cannot unpack ${deb##*/}: is the disk of $WORK full?"
done
rm -rf "$asterisk.new"/usr/share/{doc,man,locale} "$apt"
new=$asterisk.new/usr/lib/x86_64-linux-gnu
quietly "Asterisk was fetched from $site but does not start on this machine" \
  "$new/ld-linux-x86-64.so.2" --library-path "$new" "$asterisk.new/usr/sbin/asterisk" -V
rm -rf "$asterisk"
mv "$asterisk.new" "$asterisk"
