/** What helps where Dawn finds no adapter. */
export const vulkanRemedy = "Install a Vulkan driver (Debian: apt-get install mesa-vulkan-drivers libvulkan1; on Debian 12 with -t bookworm-backports, for its own Mesa is too old).";
