using Ucam.Explanations.Doubt;
using static TorchSharp.torch;

namespace Ucam.Tests.Explanations.Doubt;

/// <summary>Maps of doubt where they can be written down.</summary>
public sealed class DoubtMapTests
{
    private const int Rows = 3, Columns = 4;

    private static Tensor Weight(int seed) => Tensors.Normal(seed, Rows, Columns).to(ScalarType.Float64);

    private static readonly int[] Seeds = [11, 12, 13];

    // Three linear models over one input, as an ensemble.
    private static T WithEnsemble<T>(Func<Explainer[], Tensor, T> use)
    {
        LinearModel[] models = [.. Seeds.Select(seed => SeededNets.Linear(Weight(seed)))];
        Explainer[] members = [.. models.Select(model => new Explainer(model))];
        try
        {
            return use(members, Tensors.Normal(2, 1, 1, Rows, Columns).to(ScalarType.Float64));
        }
        finally
        {
            foreach (Explainer member in members) member.Dispose();
            foreach (LinearModel model in models) model.Dispose();
        }
    }

    private static ExplanationMethod Create(string name, IReadOnlyList<Explainer>? members = null, Func<Tensor, Tensor>? variance = null) =>
        ExplanationMethods.Create(name, new ExplanationSetup { Members = members ?? [], Variance = variance });

    [Theory]
    [InlineData("cov-gi")]
    [InlineData("cov-ig")]
    public void Covariance_maps_of_linear_models_are_those_of_weight_times_input(string name)
    {
        // ln p_0 − ln p_1 = s + 2s, so that R_i = 3 w_i x_i exactly, along the path as well.
        using var scope = NewDisposeScope();
        ExplanationTarget contrast = ExplanationTarget.Contrast(0, 1);
        (double[] marginal, double[] diagonal, Tensor picture) = WithEnsemble((members, x) =>
            (members[0].Raw(Create(name, members), x, contrast), members[0].Raw(Create(name + "-diagonal", members), x, contrast), x));
        double[][] r = [.. Seeds.Select(seed => (3 * Weight(seed) * picture[0, 0]).Numbers())];
        double Covariance(Func<double[], double> one, Func<double[], double> other) =>
            r.Average(m => (one(m) - r.Average(one)) * (other(m) - r.Average(other)));
        marginal.ShouldBeNear([.. Enumerable.Range(0, Rows * Columns).Select(i => Covariance(m => m[i], m => m.Sum()))], 1e-5);
        diagonal.ShouldBeNear([.. Enumerable.Range(0, Rows * Columns).Select(i => Covariance(m => m[i], m => m[i]))], 1e-5);
        marginal.Sum().Should().BeApproximately(Covariance(m => m.Sum(), m => m.Sum()), 1e-5);
    }

    [Theory]
    [InlineData("doubt-total")]
    [InlineData("doubt-aleatoric")]
    [InlineData("doubt-epistemic")]
    public void Doubt_of_a_kind_is_the_input_times_the_slope_of_that_kind(string name)
    {
        using var scope = NewDisposeScope();
        (double[] map, Tensor picture) = WithEnsemble((members, x) => (members[0].Raw(Create(name, members), x), x));
        Tensor leaf = picture.clone().requires_grad_();
        Tensor[] logs = [.. Seeds.Select(seed =>
        {
            Tensor s = (leaf * Weight(seed)).flatten(1).sum(1, keepdim: true);
            return cat([s, -2 * s], 1).log_softmax(1);
        })];
        Tensor mean = logs.Select(log => log.exp()).Aggregate((a, b) => a + b) / logs.Length, total = 0 - (mean * mean.log()).sum();
        Tensor expected = logs.Select(log => 0 - (log.exp() * log).sum()).Aggregate((a, b) => a + b) / logs.Length;
        (name switch { "doubt-total" => total, "doubt-aleatoric" => expected, _ => total - expected }).backward();
        map.ShouldBeNear((picture * leaf.grad!).Numbers(), 1e-6);
    }

    [Theory]
    [InlineData("features.relu1")]
    [InlineData("features")]
    public void The_doubt_in_data_and_model_adds_up_to_all_doubt_over_dropout_passes_too(string layer)
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        using Explainer explain = new(net, layer);
        Tensor pictures = SeededNets.Picture(3, batch: 2);
        double[][] Maps(string name) => explain.Explain([Create(name)], [pictures], cancellation: SeededNets.Stop)[0].Values();
        (double[][] total, double[][] data, double[][] model) = (Maps("doubt-total"), Maps("doubt-aleatoric"), Maps("doubt-epistemic"));
        for (int b = 0; b < 2; b++)
        {
            data[b].Zip(model[b], (x, y) => x + y).ToArray().ShouldBeNear(total[b], 1e-6);
            model[b].Should().Contain(v => Math.Abs(v) > 1e-6);
        }
    }

    [Fact]
    public void The_backward_attribution_hands_back_the_whole_doubt_and_no_more()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        using Explainer explain = new(net, "features.relu1", new ExplainerOptions { Passes = 7 });
        Tensor picture = SeededNets.Picture(3);
        using ExplanationContext context = explain.Open([picture], null, cancellation: SeededNets.Stop);
        var networks = new DoubtNetworks(context, []);
        networks.Count.Should().Be(7);
        double entropy = BackwardAttribution.OfProbabilities(networks.Outputs().softmax(-1).mean([0])).sum().item<double>();
        double[] map = explain.Raw(Create("ua-backprop"), picture);
        map.Sum().Should().BeApproximately(entropy, 1e-6);
        map.Should().AllSatisfy(v => v.Should().BeGreaterThanOrEqualTo(0));
    }

    [Fact]
    public void The_variances_attribution_adds_up_to_the_variance()
    {
        // σ² = s² of s = w·x: along the way the slope is 2αs·w, so each value is s times what it adds to s.
        using var scope = NewDisposeScope();
        using LinearModel model = SeededNets.Linear(Weight(4));
        using Explainer explain = new(model);
        Tensor picture = Tensors.Normal(2, 1, 1, Rows, Columns).to(ScalarType.Float64);
        double s = (picture[0, 0] * Weight(4)).sum().item<double>();
        ExplanationMethod method = Create("vfa", variance: outputs => outputs.select(1, 0).square());
        RawMap map = explain.Explain([method], [picture], cancellation: SeededNets.Stop)[0][0];
        new[] { map }.Values()[0].ShouldBeNear((picture[0, 0] * Weight(4) * s).Numbers(), 1e-5);
        map.SumError.Should().BeLessThan(1e-5);
        var without = () => ExplanationMethods.Create("vfa");
        without.Should().Throw<UcamException>().WithMessage("*Variance*");
    }

    [Fact]
    public void The_contrast_is_what_the_weighted_other_answers_have_and_the_first_has_not()
    {
        using var scope = NewDisposeScope();
        Tensor weights = Tensors.Normal(6, 7, Rows * Columns).to(ScalarType.Float64),
            picture = Tensors.Normal(2, 1, 1, Rows, Columns).to(ScalarType.Float64);
        using Explainer explain = new(inputs => new ModelOutput(inputs[0].flatten(1).matmul(weights.t())));
        double[] p = picture.flatten(1).matmul(weights.t()).softmax(1).Numbers();
        int[] order = [.. Enumerable.Range(0, 7).OrderByDescending(k => p[k])];
        double others = order[1..5].Sum(k => p[k]);
        double[][] w = [.. Enumerable.Range(0, 7).Select(k => weights[k].Numbers())];
        double[] x = picture.Numbers(), expected =
            [.. Enumerable.Range(0, x.Length).Select(i => x[i] * (order[1..5].Sum(k => p[k] / others * w[k][i]) - w[order[0]][i]))];
        explain.Raw(Create("doubt-contrast"), picture).ShouldBeNear(expected, 1e-5);
    }

    [Theory]
    [InlineData("occlusion-doubt")]
    [InlineData("rise-doubt")]
    [InlineData("shapley-doubt")]
    public void Perturbed_doubt_is_the_method_on_the_entropy_whatever_the_target(string name)
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        using Explainer explain = new(net);
        Tensor picture = SeededNets.Picture(5);
        ExplanationMethod plain = ExplanationMethods.Create(name[..^"-doubt".Length]);
        double[] expected = explain.Raw(plain, picture, ExplanationTarget.Predictive);
        explain.Raw(Create(name), picture, 1).Should().Equal(expected);
        explain.Raw(plain, picture, 1).Should().NotEqual(expected);
    }

    [Fact]
    public void The_shapley_values_of_the_doubt_add_up_to_what_the_picture_changes()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        net.eval();
        using Explainer explain = new(net);
        Tensor picture = SeededNets.Picture(5), blank = picture.mean([2, 3], keepdim: true).expand_as(picture);
        double Entropy(Tensor x) => (0 - net.call(x).softmax(1) * net.call(x).log_softmax(1)).sum().item<double>();
        RawMap map = explain.Explain([Create("shapley-doubt")], [picture], cancellation: SeededNets.Stop)[0][0];
        map.Values.Cast<float>().Sum(v => (double)v).Should().BeApproximately(Entropy(picture) - Entropy(blank), 1e-5);
        map.SumError.Should().BeLessThan(1e-6);
    }

    [Fact]
    public void Networks_that_cannot_disagree_are_refused_with_what_to_do()
    {
        using var scope = NewDisposeScope();
        using LinearModel one = SeededNets.Linear(Weight(1)), other = SeededNets.Linear(Tensors.Normal(2, 1, 1).to(ScalarType.Float64));
        using Cnn net = SeededNets.Cnn();
        using Explainer explain = new(one), wide = new(net, "features.relu1"), bare = new(inputs => new ModelOutput(inputs[0].flatten(1)));
        Tensor picture = Tensors.Normal(2, 1, 3, Rows, Columns).to(ScalarType.Float64);
        void Refused(Action map, string message) => map.Should().Throw<UcamException>().WithMessage(message);
        foreach (string name in ExplanationMethods.All.Where(e => e.NeedsNetworks).Select(e => e.Name))
        {
            Refused(() => explain.Raw(Create(name, [explain]), picture), "*several*");
            Refused(() => explain.Raw(Create(name), picture), "*Dropout*");
            Refused(() => bare.Raw(Create(name), picture), "*needs a module*");
            Refused(() => wide.Raw(Create(name, [wide, explain]), picture, 0), "*one shape*");
        }
    }
}
