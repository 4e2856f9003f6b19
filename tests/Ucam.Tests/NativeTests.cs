namespace Ucam.Tests;

public class NativeTests
{
    public static TheoryData<Exception> Failures =>
    [
        new DllNotFoundException("Unable to load shared library 'LibTorchSharp' or one of its dependencies. In order to help\ndiagnose loading problems, set LD_DEBUG."),
        new TypeInitializationException("TorchSharp.torch", new NotSupportedException("The libtorch-cpu-win-arm64 package is missing.\r\nSteps tried: …")),
        new BadImageFormatException("An attempt was made to load a program with an incorrect format."),
    ];

    [Theory]
    [MemberData(nameof(Failures))]
    public void Without_libtorch_one_line_says_which_platform_which_package_and_why(Exception failure)
    {
        UcamException told = Native.Explain(failure);
        told.Message.Should().NotContainAny("\n", "\r", "   at ");
        told.Message.Should().StartWith("libtorch cannot be loaded on ").And.Contain(System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier)
            .And.Contain("libtorch-cpu-").And.Contain((failure.InnerException ?? failure).Message.Split('.')[0]);
        told.InnerException.Should().BeSameAs(failure);
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
