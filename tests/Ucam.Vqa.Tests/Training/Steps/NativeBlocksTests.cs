using System.Runtime.InteropServices;
using Ucam.Vqa.Training.Steps;

namespace Ucam.Vqa.Tests.Training.Steps;

public class NativeBlocksTests
{
    [Fact]
    public void The_C_library_takes_the_thresholds_where_it_is_glibc()
    {
        bool glibc = OperatingSystem.IsLinux() && !RuntimeInformation.RuntimeIdentifier.Contains("musl");
        NativeBlocks.KeepLarge().Should().Be(glibc);
        NativeBlocks.KeepLarge().Should().Be(glibc, "a second call asks for nothing new");
    }
}
