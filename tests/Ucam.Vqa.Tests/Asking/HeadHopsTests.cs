using Ucam.Explanations.Running;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Models;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Asking;

/// <summary>The attention of every head at every hop, as what its answer hangs on.</summary>
[Collection(GlobalRandomState.Name)]
public sealed class HeadHopsTests
{
    private static readonly long[][] Questions = [[2, 3, 4], [5, 1], [6, 7]];

    private static Tensor[] Inputs(int batch = 3) =>
        [SmallModels.Features(3, batch), SmallModels.Ids(Questions[..batch]), SmallModels.Lengths(Questions[..batch])];

    private static VqaNetwork Network(string head, int seed = 3)
    {
        manual_seed(seed);
        return SmallModels.Network(SmallModels.Config with { Model = SmallModels.Options with { Method = head } });
    }

    private static Tensor[] Pictures(VqaNetwork network)
    {
        Tensor features = network.Backbone.call(Tensors.Normal(5, 3, 3, 32, 32).sigmoid());
        return [features, SmallModels.Ids(Questions), SmallModels.Lengths(Questions)];
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void The_answer_from_the_hops_is_the_heads_own(string method)
    {
        using var scope = NewDisposeScope();
        using VqaHead head = SmallModels.Head(method);
        Tensor[] inputs = Inputs();
        foreach (ulong? seed in new ulong?[] { null, 7 })
        {
            using Generator? one = seed is { } a ? new Generator(a) : null, other = seed is { } b ? new Generator(b) : null;
            (Tensor expected, _) = head.Answer(inputs[0], inputs[1], inputs[2], one);
            (Tensor logits, _, AttentionHops hops) = HeadHops.Answer(head, inputs[0], (inputs[1], inputs[2]), other);
            logits.Numbers().ShouldBeNear(expected.Numbers(), 1e-6);
            // The same attention gives the same answer, with the dropout that it had, as often as it is asked.
            for (int i = 0; i < 2; i++) hops.Scores(hops.Values).Numbers().ShouldBeNear(expected.Numbers(), 1e-6);
        }
    }

    [Theory]
    [InlineData("san", 2)]
    [InlineData("ban", 1)]
    [InlineData("saaa", 1)]
    [InlineData("mcb", 1)]
    [InlineData("mlb", 1)]
    [InlineData("mutan", 1)]
    public void Even_attention_prefers_nothing_and_sums_to_what_attention_sums_to(string method, int count)
    {
        using var scope = NewDisposeScope();
        using VqaHead head = SmallModels.Head(method);
        Tensor[] inputs = Inputs();
        (_, Glimpse glimpse, AttentionHops hops) = HeadHops.Answer(head, inputs[0], (inputs[1], inputs[2]), null);
        hops.Values.Should().HaveCount(count);
        foreach ((Tensor value, Tensor even) in hops.Values.Zip(hops.Even))
        {
            even.shape.Should().Equal(value.shape);
            even.sum([1, 2]).Numbers().ShouldBeNear(value.sum([1, 2]).Numbers(), 1e-5);
            // Equal wherever the attention can be, and nothing where it cannot, such as at a word past the question's end.
            for (int b = 0; b < 3; b++)
            {
                double[] at = [.. even[b].Numbers().Zip(value[b].Numbers()).Where(pair => pair.Second > 0).Select(pair => pair.First)];
                (at.Max() - at.Min()).Should().BeLessThan(1e-7);
                even[b].Numbers().Zip(value[b].Numbers()).Where(pair => pair.Second == 0).Should().AllSatisfy(pair => pair.First.Should().Be(0));
            }
        }
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void Evidence_is_the_slope_of_the_answer_along_the_attention_of_each_hop(string method)
    {
        // d/dε of log p and of H where one place of one hop's attention is 1 + ε times what it is, the other hops as they are.
        const double step = 1e-2;
        using var scope = NewDisposeScope();
        using VqaNetwork network = Network(method);
        Tensor[] inputs = Pictures(network);
        (Tensor logits, _, AttentionHops hops) = HeadHops.Answer(network.Head, inputs[0], (inputs[1], inputs[2]), null);
        Tensor answer = logits.argmax(1, keepdim: true);
        (double[] Log, double[] Entropy) At(int hop, int place, double change)
        {
            using var quiet = no_grad();
            Tensor[] others = [.. hops.Values.Select(value => value.detach().clone())];
            others[hop].select(1, place).mul_(1 + change);
            Tensor log = hops.Scores(others).to(ScalarType.Float64).log_softmax(1);
            return (log.gather(1, answer).Numbers(), (0 - log.exp() * log).sum(1).Numbers());
        }
        using Explainer explain = VqaExplanation.FromFeatures(network);
        double[][] Map(string name) => explain.Explain([ExplanationMethods.Create(name)], inputs, cancellation: SeededNets.Stop)[0].Values();
        (double[][] evidence, double[][] against, double[][] doubt) = (Map("evidence"), Map("counter-evidence"), Map("doubt"));
        (double[][] first, double[][] firstDoubt) = (Map("evidence-hop1"), Map("doubt-hop1"));
        foreach (int place in new[] { 0, 9, 20, 63 })
        {
            var slopes = Enumerable.Range(0, hops.Values.Count).Select(hop => (Up: At(hop, place, step), Down: At(hop, place, -step))).ToArray();
            for (int b = 0; b < 3; b++)
            {
                double[] answers = [.. slopes.Select(s => (s.Up.Log[b] - s.Down.Log[b]) / (2 * step))],
                    doubts = [.. slopes.Select(s => (s.Up.Entropy[b] - s.Down.Entropy[b]) / (2 * step))];
                (evidence[b][place] - against[b][place]).Should().BeApproximately(answers.Sum(), 2e-5);
                doubt[b][place].Should().BeApproximately(Math.Max(0, doubts.Sum()), 2e-5);
                first[b][place].Should().BeApproximately(answers[0], 2e-5);
                firstDoubt[b][place].Should().BeApproximately(doubts[0], 2e-5);
            }
        }
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void Path_evidence_adds_up_to_what_the_attention_changed_at_every_head(string method)
    {
        using var scope = NewDisposeScope();
        using VqaNetwork network = Network(method);
        // Larger weights, so that attention is far from even and the path is not straight.
        using (no_grad())
            foreach (Tensor weight in network.Head.parameters()) weight.mul_(2);
        Tensor[] inputs = Pictures(network);
        (Tensor logits, _, AttentionHops hops) = HeadHops.Answer(network.Head, inputs[0], (inputs[1], inputs[2]), null);
        Tensor answer = logits.argmax(1, keepdim: true);
        (double[] Log, double[] Entropy) At(IReadOnlyList<Tensor> attention)
        {
            using var quiet = no_grad();
            Tensor log = hops.Scores(attention).to(ScalarType.Float64).log_softmax(1);
            return (log.gather(1, answer).Numbers(), (0 - log.exp() * log).sum(1).Numbers());
        }
        ((double[] log, double[] entropy), (double[] evenLog, double[] evenEntropy)) = (At(hops.Values), At(hops.Even));
        using Explainer explain = VqaExplanation.FromFeatures(network);
        foreach ((string name, double[] change) in new[] { ("evidence-path", log.Zip(evenLog, (a, b) => a - b).ToArray()),
            ("doubt-path", entropy.Zip(evenEntropy, (a, b) => a - b).ToArray()) })
        {
            IReadOnlyList<RawMap> maps = explain.Explain([ExplanationMethods.Create(name)], inputs, cancellation: SeededNets.Stop)[0];
            change.Max(Math.Abs).Should().BeGreaterThan(0.005);
            for (int b = 0; b < 3; b++)
            {
                double missing = Math.Abs(maps[b].Values.Cast<float>().Sum(v => (double)v) - change[b]) / Math.Max(1e-3, Math.Abs(change[b]));
                missing.Should().BeLessThan(0.01);
                maps[b].SumError.Should().BeApproximately(missing, 1e-3);
            }
        }
    }

    [Theory]
    [InlineData("san")]
    [InlineData("ban")]
    public void Maps_of_doubt_leave_no_tensor_behind_of_dropout_passes_and_of_an_ensemble(string method)
    {
        using var scope = NewDisposeScope();
        using VqaNetwork network = Network(method), other = Network(method, seed: 8);
        Tensor[] inputs = Pictures(network);
        using Explainer explain = VqaExplanation.FromFeatures(network, options: new ExplainerOptions { Passes = 2 }),
            one = VqaExplanation.FromFeatures(network), two = VqaExplanation.FromFeatures(other);
        ExplanationSetup passes = VqaExplanation.Setup(network, 1), ensemble = passes with { Members = [one, two] };
        string[] names = [.. ExplanationMethods.All.Where(e => e.NeedsNetworks).Select(e => e.Name), "evidence-path", "doubt-path", "evidence-hop1",
            "doubt-hop1", "vfa", "doubt-contrast", "occlusion-doubt"];
        foreach (string name in names)
            foreach (ExplanationSetup setup in new[] { passes, ensemble })
            {
                long live = Tensors.Live;
                IReadOnlyList<RawMap> maps = explain.Explain([ExplanationMethods.Create(name, setup)], inputs, cancellation: SeededNets.Stop)[0];
                Tensors.Live.Should().Be(live, name);
                maps.Should().HaveCount(3).And.AllSatisfy(map => map.Values.Cast<float>().Should().Contain(v => v != 0, name));
            }
    }

    [Theory]
    [InlineData("san")]
    [InlineData("saaa")]
    public void The_path_of_each_dropout_pass_goes_through_its_own_masks(string method)
    {
        // CovIG adds up to the variance over passes of how far each pass's attention changed its log p.
        using var scope = NewDisposeScope();
        using VqaNetwork network = Network(method);
        Tensor[] inputs = Pictures(network);
        using Explainer explain = VqaExplanation.FromFeatures(network, options: new ExplainerOptions { Passes = 5 });
        using ExplanationContext context = explain.Open(inputs, null, cancellation: SeededNets.Stop);
        Tensor answer = context.Outputs.detach().mean([0]).argmax(1, keepdim: true);
        Tensor changes = stack([.. Enumerable.Range(0, 5).Select(t =>
        {
            using ExplanationContext pass = context.Again(context.Settled(), Thinning.OfPass(context.Seed, t));
            _ = pass.Outputs;
            EvidencePlace place = pass.Run.Place();
            Tensor Log(IReadOnlyList<Tensor> at) => place.Outputs(at).squeeze(0).detach().log_softmax(1).gather(1, answer).squeeze(1);
            return (Log(place.Values) - Log(place.Starts)).MoveToOuterDisposeScope();
        })]);
        double[] variance = changes.to(ScalarType.Float64).var(0, unbiased: false).Numbers();
        double[][] maps = explain.Explain([ExplanationMethods.Create("cov-ig")], inputs, cancellation: SeededNets.Stop)[0].Values();
        for (int b = 0; b < 3; b++) maps[b].Sum().Should().BeApproximately(variance[b], 0.02 * variance[b] + 1e-9);
    }
}
