using Ucam.Libtorch;

namespace Ucam.Tests.Basics.Libtorch;

/// <summary>On another library than libtorch's, so that nothing of this process depends on it.</summary>
public class MendedCopyTests
{
    private static byte[] Library() =>
        File.ReadAllBytes(NativeFolders.Find("shm") ?? throw new InvalidOperationException("libshm is part of libtorch."));

    [Fact]
    public void A_copy_is_loaded_and_used_again()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var home = new TemporaryFolder();
        nint first = MendedCopy.Load(Library(), "libshm.so", home.Path), again = MendedCopy.Load(Library(), "libshm.so", home.Path);
        Directory.EnumerateFiles(home.Path, "*", SearchOption.AllDirectories).Should().ContainSingle().Which.Should().EndWith("libshm.so");
        first.Should().NotBe(0);
        again.Should().Be(first, "one file is loaded once");
    }

    [Fact]
    public void What_is_no_library_is_told_by_its_name()
    {
        var load = () => MendedCopy.Load([1, 2, 3], "libthree.so", "");
        load.Should().Throw<LibtorchLoadException>().WithMessage("libthree.so: *");
    }

    [Fact]
    public void The_natives_of_this_build_are_found_and_others_are_not()
    {
        NativeFolders.Find("torch_cpu").Should().NotBeNull().And.EndWith(NativeFolders.FileName("torch_cpu"));
        NativeFolders.Find("no_such_library").Should().BeNull();
        NativeFolders.IsPackageCache.Should().BeFalse();
    }
}
