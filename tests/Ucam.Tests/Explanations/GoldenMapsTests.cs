using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Explanations;

/// <summary>Maps that PyTorch computed on the same weights and picture (tests/fixtures/maps/make_maps.py).</summary>
public class GoldenMapsTests
{
    private static readonly JsonElement Fixture = Read();

    // The fixture's network, with its names.
    private sealed class Net : Module<Tensor, Tensor>
    {
        public Net() : base(nameof(Net))
        {
            conv1 = Conv2d(3, 4, 3, padding: 1);
            conv2 = Conv2d(4, 6, 3, stride: 2, padding: 1);
            plus = Softplus();
            fc1 = Linear(96, 8);
            fc2 = Linear(8, 4);
            RegisterComponents();
        }

        public readonly Conv2d conv1, conv2;
        public readonly Softplus plus;
        public readonly Linear fc1, fc2;

        public override Tensor forward(Tensor input) => fc2.call(fc1.call(plus.call(conv2.call(conv1.call(input).tanh())).flatten(1)).tanh());
    }

    private static JsonElement Read() =>
        JsonDocument.Parse(File.ReadAllText(Repository.Fixture("maps", "maps.json"))).RootElement;

    private static double[] Flat(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().SelectMany(Flat)] : [element.GetDouble()];

    private static Net Model(ScalarType type)
    {
        var net = new Net();
        net.to(type);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, parameter) in net.named_parameters())
            parameter.copy_(tensor(Flat(Fixture.GetProperty("weights").GetProperty(name).GetProperty("values"))).view(parameter.shape));
        return net;
    }

    private static Tensor Picture(ScalarType type) => tensor(Flat(Fixture.GetProperty("picture"))).view(1, 3, 8, 8).to(type);

    [Theory]
    [InlineData(ScalarType.Float64, 1e-6)]
    [InlineData(ScalarType.Float32, 1e-4)]
    public void Every_map_is_the_one_that_pytorch_computed(ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        using Net net = Model(type);
        using var explain = new Explainer(net, "plus");
        net.call(Picture(type)).Numbers().ShouldBeNear(Flat(Fixture.GetProperty("logits")), 1e-5);
        foreach (JsonProperty expected in Fixture.GetProperty("maps").EnumerateObject())
        {
            double[] actual = explain.Raw(ExplanationMethods.Create(expected.Name), Picture(type), Fixture.GetProperty("target").GetInt32());
            double worst = SeededNets.Scaled(actual).Zip(SeededNets.Scaled(Flat(expected.Value)), (a, b) => Math.Abs(a - b)).Max();
            worst.Should().BeLessThanOrEqualTo(tolerance, expected.Name);
        }
    }

    [Fact]
    public void Where_the_definition_has_a_unit_the_raw_numbers_agree_too()
    {
        using var scope = NewDisposeScope();
        using Net net = Model(ScalarType.Float64);
        using var explain = new Explainer(net, "plus");
        foreach (ExplanationMethod method in new ExplanationMethod[]
        { new GradCam(), new HiResCam(), new XGradCam(), new LayerCam(), new EigenCam(), new IntegratedGradients() })
            explain.Raw(method, Picture(ScalarType.Float64), 2).ShouldBeNear(Flat(Fixture.GetProperty("maps").GetProperty(method.Name)), 1e-6);
    }
}
