using TorchSharp;
using Ucam.Vqa.Runs;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Runs;

public class RunDeviceTests
{
    [Theory]
    [InlineData("cpu", true)]
    [InlineData("cuda", true)]
    [InlineData("cuda:0", true)]
    [InlineData("cuda:12", true)]
    [InlineData("cuda:", false)]
    [InlineData("cuda:-1", false)]
    [InlineData("cuda:x", false)]
    [InlineData("CPU", false)]
    [InlineData("gpu", false)]
    [InlineData("", false)]
    public void Names_are_told_from_others(string name, bool known) => RunDevice.IsName(name).Should().Be(known);

    [Fact]
    public void The_CPU_is_always_there() => RunDevice.Open("cpu").type.Should().Be(DeviceType.CPU);

    [Fact]
    public void A_device_that_is_not_there_is_refused_in_one_line()
    {
        Assert.SkipWhen(cuda.is_available(), "There is a GPU.");
        var open = () => RunDevice.Open("cuda:1");
        open.Should().Throw<UcamException>().WithMessage("cuda:1 is not there: CUDA needs an NVIDIA GPU*-p:Cuda=true*").Which.Message
            .Should().NotContain("\n");
    }

    [Fact]
    public void Runs_that_train_a_backbone_stay_on_the_CPU()
    {
        var run = () => new RecipeRunner(TinyTraining.Recipe, new RunOptions { Folder = "none", Device = "cuda" })
            .Run(TestContext.Current.CancellationToken);
        run.Should().Throw<UcamException>().WithMessage("cuda is for recipes whose data are files*").Which.Field.Should().Be("device");
        Directory.Exists("none").Should().BeFalse();
    }

    [Theory]
    [InlineData(0, "cpu", "Limit is 0")]
    [InlineData(null, "tpu", "Device is 'tpu'")]
    public void Impossible_options_are_refused(int? limit, string device, string message)
    {
        var run = () =>
            new RecipeRunner(TinyTraining.Recipe,
            new RunOptions { Folder = "none", Limit = limit, Device = device }).Run(TestContext.Current.CancellationToken);
        run.Should().Throw<UcamException>().WithMessage(message + "*");
    }
}
