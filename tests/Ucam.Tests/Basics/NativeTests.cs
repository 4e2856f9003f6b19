using System.Runtime.InteropServices;
using Ucam.Libtorch;

namespace Ucam.Tests.Basics;

public class NativeTests
{
    public static TheoryData<Exception> Failures =>
    [
        new TypeInitializationException("TorchSharp.torch",
            new NotSupportedException("The libtorch-cpu-win-arm64 package is missing.\r\nSteps tried: …")),
        new BadImageFormatException("An attempt was made to load a program with an incorrect format."),
    ];

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_of_another_kind_is_one_line_with_its_first_sentence(Exception failure)
    {
        UcamException told = Native.Explain(failure);
        told.Message.Should().NotContainAny("\n", "\r", "   at ");
        told.Message.Should().StartWith("libtorch cannot be loaded on ").And.Contain(RuntimeInformation.RuntimeIdentifier)
            .And.Contain((failure.InnerException ?? failure).Message.Split('.')[0]);
        told.InnerException.Should().BeSameAs(failure);
    }

    [Fact]
    public void A_missing_libtorch_names_the_package_to_add_in_the_version_this_was_built_with()
    {
        Version torchSharp = typeof(TorchSharp.torch).Assembly.GetName().Version!;
        Native.Explain(new DllNotFoundException("libtorch_cpu.so")).Message.Should().StartWith("libtorch is missing: libtorch_cpu.so")
            .And.Contain($"TorchSharp-cpu {torchSharp.Major}.{torchSharp.Minor}.").And.NotContain("\n");
    }

    [Fact]
    public void A_library_that_does_not_load_is_told_in_the_loaders_own_words()
    {
        using var folder = new TemporaryFolder();
        string broken = folder["libbroken.so"];
        File.WriteAllText(broken, "no library");
        var load = () => LibtorchLoadException.Load(broken);
        LibtorchLoadException failure = load.Should().Throw<LibtorchLoadException>().Which;
        Native.Explain(failure).Message.Should().StartWith("libtorch does not load on ").And.Contain("libbroken.so: ")
            .And.NotContainAny("strace", "LD_DEBUG", "\n");
        failure.Message.Should().NotContain(folder.Path);
    }

    [Fact]
    public void With_libtorch_nothing_is_said() => FluentActions.Invoking(Native.Require).Should().NotThrow();

    [Fact]
    public void No_room_in_libtorch_is_called_so()
    {
        var ask = () => TorchSharp.torch.zeros(1L << 50).Dispose();
        Native.IsOutOfMemory(ask.Should().Throw<Exception>().Which).Should().BeTrue();
        Native.IsOutOfMemory(new InvalidOperationException("mat1 and mat2 shapes cannot be multiplied")).Should().BeFalse();
    }
}
