using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using Ucam.Explanations.Doubt;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Explanations.Doubt;

/// <summary>Maps of an ensemble's doubt that PyTorch computed on the same weights and picture (tests/fixtures/doubt/make_doubt.py).</summary>
public sealed class GoldenDoubtTests
{
    private const int Side = 3;

    private static readonly JsonElement Fixture = JsonDocument.Parse(File.ReadAllText(Repository.Fixture("doubt", "doubt.json"))).RootElement;

    private static double[] Flat(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().SelectMany(Flat)] : [element.GetDouble()];

    private static double[] Flat(params string[] path) => Flat(path.Aggregate(Fixture, (at, name) => at.GetProperty(name)));

    // The fixture's network, with its names.
    private sealed class Net : Module<Tensor, Tensor>
    {
        public Net(JsonElement weights) : base(nameof(Net))
        {
            conv = Conv2d(2, 3, 3, padding: 1);
            plus = Softplus();
            fc1 = Linear(3 * Side * Side, 6);
            fc2 = Linear(6, 4);
            RegisterComponents();
            this.to(ScalarType.Float64);
            using var quiet = no_grad();
            foreach ((string name, Parameter parameter) in named_parameters())
                parameter.copy_(tensor(Flat(weights.GetProperty(name).GetProperty("values"))).view(parameter.shape));
        }

        public readonly Conv2d conv;
        public readonly Softplus plus;
        public readonly Linear fc1, fc2;

        public override Tensor forward(Tensor input) => fc2.call(fc1.call(plus.call(conv.call(input)).flatten(1)).tanh());
    }

    [Fact]
    public void Every_map_of_an_ensembles_doubt_is_the_one_that_pytorch_computed()
    {
        using var scope = NewDisposeScope();
        Net[] nets = [.. Fixture.GetProperty("members").EnumerateArray().Select(weights => new Net(weights))];
        Explainer[] members = [.. nets.Select(net => new Explainer(net, "plus"))];
        Tensor picture = tensor(Flat("picture")).view(1, 2, Side, Side);
        stack([.. nets.Select(net => net.call(picture))]).Numbers().ShouldBeNear(Flat("logits"), 1e-10);
        foreach (JsonProperty expected in Fixture.GetProperty("maps").EnumerateObject())
        {
            ExplanationMethod method = ExplanationMethods.Create(expected.Name, new ExplanationSetup { Members = members });
            double[] values = Flat(expected.Value);
            // The library's path integral promises a part in a hundred of the sum of each map.
            double tolerance = expected.Name.StartsWith("cov-ig", StringComparison.Ordinal) ? 2e-3 * values.Max(Math.Abs) : 1e-6;
            members[0].Raw(method, picture).ShouldBeNear(values, tolerance);
        }
        foreach (Explainer member in members) member.Dispose();
        foreach (Net net in nets) net.Dispose();
    }

    [Fact]
    public void Every_stage_of_the_backward_attribution_is_the_one_that_pytorch_computed()
    {
        using var scope = NewDisposeScope();
        Tensor logits = tensor(Flat("logits")).view(3, 1, 4);
        BackwardAttribution.OfProbabilities(logits.softmax(-1).mean([0])).Numbers().ShouldBeNear(Flat("ua", "probabilities"), 1e-12);
        BackwardAttribution.OfLogits(logits).Numbers().ShouldBeNear(Flat("ua", "logits"), 1e-12);
        foreach (JsonProperty logit in Fixture.GetProperty("ua").GetProperty("places").EnumerateObject())
        {
            int index = int.Parse(logit.Name, System.Globalization.CultureInfo.InvariantCulture);
            Tensor evidence = zeros(1, 1, Side, Side, dtype: ScalarType.Float64);
            foreach (JsonElement weights in Fixture.GetProperty("members").EnumerateArray())
            {
                using var net = new Net(weights);
                using Explainer explain = new(net, "plus");
                using ExplanationContext context = explain.Open([tensor(Flat("picture")).view(1, 2, Side, Side)], index, cancellation: SeededNets.Stop);
                evidence += context.Evidence(context.Bind()) / 3;
            }
            BackwardAttribution.OfPlaces(evidence).Numbers().ShouldBeNear(Flat(logit.Value), 1e-10);
        }
    }
}
