using static TorchSharp.torch;

namespace Ucam.Tests.Explanations.Methods;

/// <summary>Path-integrated evidence at a layer or an input, which starts from zeros.</summary>
public sealed class PathEvidenceTests
{
    private static (double Log, double Entropy) Of(Tensor logits, int answer)
    {
        Tensor log = logits.log_softmax(1);
        return (log[0, answer].item<double>(), (0 - log.exp() * log).sum().item<double>());
    }

    [Fact]
    public void For_a_linear_model_each_value_is_its_share_of_the_score_times_the_change()
    {
        // Logits (s, −2s) of s = w·x: along the way the gradient is w times the slope in s, so the integral is x∘w/s times the change.
        using var scope = NewDisposeScope();
        Tensor weight = Tensors.Normal(1, 3, 4).to(ScalarType.Float64), picture = Tensors.Normal(2, 1, 1, 3, 4).to(ScalarType.Float64);
        using LinearModel model = SeededNets.Linear(weight);
        Tensor logits = model.call(picture);
        int answer = (int)logits.argmax(1).item<long>();
        ((double log, double entropy), (double startLog, double startEntropy)) = (Of(logits, answer), Of(zeros_like(logits), answer));
        startEntropy.Should().BeApproximately(Math.Log(2), 1e-12);
        using Explainer explain = new(model);
        double[] shares = (picture[0, 0] * weight / logits[0, 0]).Numbers();
        RawMap path = explain.Explain([ExplanationMethods.Create("evidence-path")], [picture], cancellation: SeededNets.Stop)[0][0];
        new[] { path }.Values()[0].ShouldBeNear([.. shares.Select(share => share * (log - startLog))], 1e-5);
        path.SumError.Should().BeLessThan(1e-4);
        explain.Raw(ExplanationMethods.Create("doubt-path"), picture)
            .ShouldBeNear([.. shares.Select(share => share * (entropy - startEntropy))], 1e-5);
    }

    [Theory]
    [InlineData("features.relu1")]
    [InlineData("features.conv2")]
    [InlineData(null)]
    public void The_values_add_up_to_the_change_from_a_layer_of_zeros(string? layer)
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        net.eval();
        Tensor pictures = SeededNets.Picture(9, batch: 3);
        using Explainer explain = layer is null ? new(inputs => new ModelOutput(net.call(inputs[0]))) : new(net, layer);
        Tensor logits = net.call(pictures), blank = zeros(3, 4, 6, 5, dtype: ScalarType.Float64);
        Tensor After(int first, Tensor x) =>
            Enumerable.Range(first, 4 - first).Aggregate(x, (y, i) => ((nn.Module<Tensor, Tensor>)net.features[i]).call(y));
        Tensor start = layer switch
        {
            "features.relu1" => net.fc.call(After(2, blank).mean([2, 3])),
            "features.conv2" => net.fc.call(zeros(3, 5, dtype: ScalarType.Float64)),
            _ => net.call(zeros_like(pictures)),
        };
        foreach ((string name, bool doubt) in new[] { ("evidence-path", false), ("doubt-path", true) })
        {
            IReadOnlyList<RawMap> maps = explain.Explain([ExplanationMethods.Create(name)], [pictures], cancellation: SeededNets.Stop)[0];
            for (int b = 0; b < 3; b++)
            {
                int answer = (int)logits[b].argmax().item<long>();
                ((double log, double entropy), (double startLog, double startEntropy)) =
                    (Of(logits.narrow(0, b, 1), answer), Of(start.narrow(0, b, 1), answer));
                double change = doubt ? entropy - startEntropy : log - startLog;
                double missing = Math.Abs(maps[b].Values.Cast<float>().Sum(v => (double)v) - change) / Math.Max(1e-3, Math.Abs(change));
                missing.Should().BeLessThan(0.01);
                maps[b].SumError.Should().BeApproximately(missing, 1e-4);
            }
        }
    }

    [Fact]
    public void Where_it_cannot_add_up_it_says_by_how_much()
    {
        // A jump on the way, which no gradient sees.
        using var scope = NewDisposeScope();
        using Explainer explain = new(inputs =>
        {
            Tensor s = inputs[0].flatten(1).sum(1, keepdim: true);
            return new ModelOutput(cat([s + 5 * s.detach().gt(1).to(s.dtype), zeros_like(s)], 1));
        });
        RawMap Map(ExplanationMethod method) => explain.Explain([method], [full([1, 1, 2, 2], 0.5f)], 0, cancellation: SeededNets.Stop)[0][0];
        Map(ExplanationMethods.Create("evidence-path")).SumError.Should().BeGreaterThan(0.1);
        Map(new Occlusion { Window = 1 }).SumError.Should().BeNull();
    }

    [Fact]
    public void Without_several_hops_the_first_is_the_whole()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        using Explainer explain = new(net, "features.relu1");
        Tensor picture = SeededNets.Picture(4);
        explain.Raw(ExplanationMethods.Create("doubt-hop1"), picture).Select(v => Math.Max(0, v)).ToArray()
            .ShouldBeNear(explain.Raw(ExplanationMethods.Create("doubt"), picture), 1e-12);
    }
}
