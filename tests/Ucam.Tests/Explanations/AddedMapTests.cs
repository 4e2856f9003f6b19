using static TorchSharp.torch;

namespace Ucam.Tests.Explanations;

[Collection(Registrations.Name)]
public sealed class AddedMapTests : IDisposable
{
    private static readonly ExplanationEntry Entry = new("power-cam", "Power-CAM", "a test", _ => new PowerCam()) { NeedsLayer = true };

    public AddedMapTests() => ExplanationMethods.Add(Entry);

    public void Dispose() => ExplanationMethods.Catalogue.Remove(Entry.Name);

    private sealed class PowerCam : CamMethod
    {
        public override string Name => "power-cam";

        public override Tensor Combine(Tensor activation, Tensor gradient) => (activation * gradient).sum([1]).relu().sqrt();
    }

    [Fact]
    public void An_added_map_is_listed_and_explains()
    {
        ExplanationMethods.All.Should().Contain(Entry);
        ExplanationMethods.Find("power-cam").Should().BeSameAs(Entry);
        using var net = SeededNets.OneConvolution();
        using var explain = new Explainer(net, layer: "conv");
        using Tensor picture = SeededNets.Picture(1);
        double[] of = explain.Raw(ExplanationMethods.Create("power-cam"), picture), plain = explain.Raw(new HiResCam(), picture);
        of.ShouldBeNear([.. plain.Select(v => Math.Sqrt(Math.Max(v, 0)))], 1e-6);
    }

    [Theory]
    [InlineData("grad-cam")]
    [InlineData("power-cam")]
    public void A_name_that_is_taken_is_refused(string name)
    {
        var add = () => ExplanationMethods.Add(Entry with { Name = name });
        add.Should().Throw<UcamException>().WithMessage($"There is a map '{name}' already; give yours another name.");
    }
}
