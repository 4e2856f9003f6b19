namespace Ucam.Tests;

public class SmokeTests
{
    [Fact]
    public void Libtorch_loads_and_adds() => TorchSharp.torch.ones(3).sum().item<float>().Should().Be(3);
}
