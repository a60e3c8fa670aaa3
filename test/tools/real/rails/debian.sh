#!/bin/sh -e
# debian.sh FOLDER SUITE: ActiveRecord as a later release of Debian has it, unpacked in FOLDER/lib; from where this machine has its own packages.
mkdir -p "$1/state/lists/partial" "$1/cache/archives/partial" "$1/debs"
from=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m 1 '/debian/$')
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $from $2 main" >"$1/sources.list"
cat >"$1/apt.conf" <<END
Dir::State "$1/state";
Dir::State::status "/dev/null";
Dir::Cache "$1/cache";
Dir::Etc::sourcelist "$1/sources.list";
Dir::Etc::sourceparts "-";
APT::Sandbox::User "root";
END
export APT_CONFIG="$1/apt.conf"
apt-get update -qq
cd "$1/debs"
apt-get download -qq ruby-activerecord ruby-activemodel ruby-activesupport ruby-base64 ruby-concurrent ruby-connection-pool ruby-i18n ruby-tzinfo
for it in *.deb; do dpkg-deb -x "$it" "$1/root"; done
mkdir "$1/lib"
for it in "$1"/root/usr/share/rubygems-integration/all/gems/*/lib; do cp -r "$it/." "$1/lib"; done
cp -r "$1/lib/concurrent-ruby/." "$1/lib"
cd "$1"
rm -r state cache debs root sources.list apt.conf
RUBYLIB="$1/lib" ruby -ractive_record -rpg -e 0
