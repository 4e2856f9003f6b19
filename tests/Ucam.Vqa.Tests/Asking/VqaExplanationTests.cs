using Ucam.Vqa.Asking;
using Ucam.Vqa.Models;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Asking;

/// <summary>The library's own models: a picture, and a question beside it.</summary>
[Collection(GlobalRandomState.Name)]
public class VqaExplanationTests
{
    private static readonly long[] Question = [2, 3, 4, 6];

    private static Tensor Pictures(int batch = 1) => Tensors.Normal(5, batch, 3, 32, 32).sigmoid();

    private static Tensor[] Inputs(Tensor first, int batch = 1)
    {
        long[][] questions = [.. Enumerable.Range(0, batch).Select(i => i == 0 ? Question : [5, 2])];
        return [first, SmallModels.Ids(questions), SmallModels.Lengths(questions)];
    }

    private static ExplanationSetup Setup(VqaNetwork network) => VqaExplanation.Setup(network, seed: 7);

    [Fact]
    public void The_u_cam_family_is_grad_cam_of_the_losses_at_the_features()
    {
        using var scope = NewDisposeScope();
        using VqaNetwork network = SmallModels.Network();
        Tensor v = network.Backbone.call(Pictures()).detach().requires_grad_(true);
        (Tensor logits, _) = network.Head.Answer(v, SmallModels.Ids(Question), SmallModels.Lengths(Question));
        AnswerLosses losses = VqaExplanation.Losses(network, 7)(logits);
        double[] Cam(Tensor loss)
        {
            v.grad = null;
            autograd.backward([loss.sum()], retain_graph: true, inputs: [v]);
            return (v.grad!.mean([1], keepdim: true) * v.detach()).sum([2]).relu().Numbers();
        }
        using Explainer explain = VqaExplanation.FromFeatures(network), fromPixels = VqaExplanation.FromPictures(network);
        foreach ((string name, Tensor loss) in new[]
        { ("u-cam", losses.Prediction + 2 * losses.Uncertainty), ("certainty", -losses.Uncertainty), ("uncertainty", losses.Uncertainty) })
        {
            ExplanationMethod method = ExplanationMethods.Create(name, Setup(network));
            double[] expected = Cam(loss), scaled = SeededNets.Scaled(expected);
            SeededNets.Scaled(explain.Explain([method], Inputs(v), cancellation: SeededNets.Stop)[0].Values()[0]).ShouldBeNear(scaled, 1e-3);
            SeededNets.Scaled(fromPixels.Explain([method], Inputs(Pictures()), cancellation: SeededNets.Stop)[0].Values()[0])
                .ShouldBeNear(scaled, 1e-3);
        }
        HookCount.OfAll(network.Backbone).Should().Be(0);
    }

    [Fact]
    public void The_certainty_weighted_map_is_grad_cam_where_both_gradients_disagree()
    {
        using var scope = NewDisposeScope();
        using VqaNetwork network = SmallModels.Network();
        using Explainer explain = VqaExplanation.FromFeatures(network);
        Tensor v = network.Backbone.call(Pictures());
        using ExplanationContext context = explain.Open(Inputs(v), null, cancellation: SeededNets.Stop);
        Func<Tensor, AnswerLosses> losses = VqaExplanation.Losses(network, 7);
        Tensor y = context.GradientOf(ExplanationTarget.Of("y", outputs => losses(outputs).Prediction)),
            u = context.GradientOf(ExplanationTarget.Of("u", outputs => losses(outputs).Uncertainty));
        double[] p = (y * u).sum([1]).neg().Numbers(), cam = new GradCam().Combine(context.Activation, context.Gradient).Numbers();
        double[] map = new CertaintyWeightedCam(losses).Explain(context).Numbers();
        for (int i = 0; i < p.Length; i++) (map[i] > 0).Should().Be(p[i] > 0 && cam[i] > 0);
    }

    [Fact]
    public void Attention_is_the_mean_of_the_glimpses()
    {
        using var scope = NewDisposeScope();
        using VqaNetwork network = SmallModels.Network();
        Tensor v = network.Backbone.call(Pictures());
        (_, Tensor attention) = network.Head.Answer(v, SmallModels.Ids(Question), SmallModels.Lengths(Question));
        using Explainer explain = VqaExplanation.FromPictures(network);
        explain.Explain([new AttentionMap()], Inputs(Pictures()), cancellation: SeededNets.Stop)[0].Values()[0]
            .ShouldBeNear(attention.mean([2]).Numbers(),
            1e-6);
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void Evidence_maps_are_the_gradient_evidence_at_every_heads_attention_summed_over_its_maps(string head)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using VqaNetwork network = SmallModels.Network(SmallModels.Config with { Model = SmallModels.Options with { Method = head } });
        Tensor v = network.Backbone.call(Pictures(2));
        Tensor[] inputs = Inputs(v, 2);
        Glimpse glimpse = network.Head.Look(v, inputs[1], inputs[2]);
        Tensor answer = network.Head.Classify(network.Head.Gather(glimpse)).argmax(1);
        Tensor[] hops = [.. network.Head.Hops(glimpse).Select(hop => hop.detach().requires_grad_())];
        Tensor logits = network.Head.Classify(network.Head.Gather(network.Head.WithHops(glimpse, hops)));
        IReadOnlyList<GradientEvidence> each = GradientEvidence.At(logits, answer, hops);
        each[^1].Doubt.Numbers().ShouldBeNear(AnswerSignals.Evidence(network.Head, glimpse, answer)[0].Doubt.Numbers(), 1e-6);
        Tensor answers = each.Select(e => e.Answer.sum(2)).Aggregate((a, b) => a + b),
            doubts = each.Select(e => e.Doubt.sum(2)).Aggregate((a, b) => a + b);
        using Explainer explain = VqaExplanation.FromFeatures(network);
        foreach ((string name, Tensor expected) in new[] { ("evidence", answers.relu()), ("counter-evidence", answers.neg().relu()),
            ("doubt", doubts.relu()), ("evidence-hop1", each[0].Answer.sum(2)), ("doubt-hop1", each[0].Doubt.sum(2)) })
        {
            double[][] maps = explain.Explain([ExplanationMethods.Create(name)], inputs, cancellation: SeededNets.Stop)[0].Values();
            for (int b = 0; b < 2; b++) maps[b].ShouldBeNear(expected[b].Numbers(), 1e-4);
        }
    }

    [Fact]
    public void The_evidence_for_an_answer_that_was_asked_about_is_that_of_its_log_probability()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using VqaNetwork network = SmallModels.Network();
        Tensor v = network.Backbone.call(Pictures());
        Tensor[] inputs = Inputs(v);
        GradientEvidence evidence =
            AnswerSignals.Evidence(network.Head, network.Head.Look(v, inputs[1], inputs[2]), tensor(new long[] { 3 }))[0];
        using Explainer explain = VqaExplanation.FromFeatures(network);
        explain.Explain([ExplanationMethods.Create("evidence")], inputs, ExplanationTarget.Class(3), cancellation: SeededNets.Stop)[0].Values()[0]
            .ShouldBeNear(evidence.Answer.sum(2).relu()[0].Numbers(), 1e-4);
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void Every_method_explains_every_head(string head)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using VqaNetwork network = SmallModels.Network(SmallModels.Config with { Model = SmallModels.Options with { Method = head } });
        using Explainer explain = VqaExplanation.FromFeatures(network);
        Tensor v = network.Backbone.call(Pictures(2));
        ExplanationMethod[] methods =
            [.. ExplanationMethods.All.Where(entry => !entry.NeedsLayerAttentions)
                .Select(entry => entry.Name == "rise" ? new Rise { Masks = 8 } : entry.Create(Setup(network)))];
        var maps = explain.Explain(methods, Inputs(v, 2), cancellation: SeededNets.Stop);
        foreach (IReadOnlyList<RawMap> map in maps)
            map.Should().HaveCount(2).And.AllSatisfy(m => (m.Values.GetLength(0), m.Values.GetLength(1)).Should().Be((8, 8)));
        double[] alone =
            explain.Explain([new GradCam()], [v.narrow(0, 0, 1), SmallModels.Ids(Question), SmallModels.Lengths(Question)],
            cancellation: SeededNets.Stop)[0].Values()[0];
        maps[0].Values()[0].ShouldBeNear(alone, 1e-4);
    }

    [Fact]
    public void Words_are_weighed_by_gradient_times_input()
    {
        const double step = 0.02;
        using var scope = NewDisposeScope();
        using VqaNetwork network = SmallModels.Network();
        Tensor v = network.Backbone.call(Pictures()), ids = SmallModels.Ids(Question);
        IReadOnlyList<double> words = WordAttribution.GradientTimesInput(network, v, ids, 2);
        Tensor table = network.Head.named_parameters().First(p => p.name.Contains("embedding")).parameter, before = table.detach().clone();
        double Scaled(int word, double by)
        {
            using var quiet = no_grad();
            table[Question[word]].mul_(by);
            (Tensor logits, _) = network.Head.Answer(v, ids, SmallModels.Lengths(Question));
            table.copy_(before);
            return (double)logits[0, 2];
        }
        double[] differences = [.. Question.Select((_, i) => (Scaled(i, 1 + step) - Scaled(i, 1 - step)) / (2 * step))];
        words.ToArray().ShouldBeNear(differences, 0.02 * differences.Max(Math.Abs));
    }

    [Fact]
    public void A_question_of_one_word_is_weighed_too()
    {
        using var scope = NewDisposeScope();
        using VqaNetwork network = SmallModels.Network();
        Tensor v = network.Backbone.call(Pictures()), ids = SmallModels.Ids([Question[0]]);
        Tensor row = network.Head.named_parameters().First(p => p.name.Contains("embedding")).parameter[Question[0]], before = row.detach().clone();
        double Scaled(double by)
        {
            using var quiet = no_grad();
            row.copy_(before * by);
            (Tensor logits, _) = network.Head.Answer(v, ids, SmallModels.Lengths([Question[0]]));
            row.copy_(before);
            return (double)logits[0, 2];
        }
        const double step = 0.02;
        double expected = (Scaled(1 + step) - Scaled(1 - step)) / (2 * step);
        WordAttribution.GradientTimesInput(network, v, ids, 2).Should().ContainSingle().Which
            .Should().BeApproximately(expected, 0.02 * Math.Abs(expected) + 1e-6).And.NotBe(0);
        WordAttribution.Occlusion(network, v, ids, 2).Should().ContainSingle().Which.Should().BeApproximately(
            Scaled(1) - (double)network.Head.Answer(v, SmallModels.Ids([1]), SmallModels.Lengths([1])).Logits[0, 2], 1e-5);
    }

    [Fact]
    public void Words_are_weighed_by_leaving_them_out()
    {
        using var scope = NewDisposeScope();
        using VqaNetwork network = SmallModels.Network();
        Tensor v = network.Backbone.call(Pictures());
        double Logit(long[] question)
        {
            (Tensor logits, _) = network.Head.Answer(v, SmallModels.Ids(question), SmallModels.Lengths(question));
            return (double)logits[0, 1];
        }
        double[] expected = [.. Question.Select((_, i) => Logit(Question) - Logit([.. Question.Select((id, j) => i == j ? 1 : id)]))];
        long before = Tensors.Live;
        WordAttribution.Occlusion(network, v, SmallModels.Ids(Question), 1).ToArray().ShouldBeNear(expected, 1e-4);
        Tensors.Live.Should().Be(before + 1);
    }

    [Fact]
    public void Doubt_of_the_variance_head_and_of_the_model_can_be_asked_for()
    {
        using var scope = NewDisposeScope();
        using VqaNetwork network = SmallModels.Network();
        Tensor v = network.Backbone.call(Pictures());
        using Explainer once = VqaExplanation.FromFeatures(network),
            often = VqaExplanation.FromFeatures(network, options: new ExplainerOptions { Passes = 10 });
        double[] variance = once.Explain([new HiResCam()], Inputs(v), VqaExplanation.Variance(network), cancellation: SeededNets.Stop)[0].Values()[0];
        variance.Should().Contain(x => x != 0);
        often.Explain([new HiResCam()], Inputs(v), ExplanationTarget.Epistemic, cancellation: SeededNets.Stop)[0].Values()[0]
            .Should().Contain(x => x != 0);
        once.Spread(new GradCam(), Inputs(v), passes: 3, cancellation: SeededNets.Stop)[0].Deviation.Cast<float>().Should().Contain(x => x > 0);
    }

    [Fact]
    public void A_layer_inside_the_head_can_be_explained()
    {
        using var scope = NewDisposeScope();
        using VqaNetwork network = SmallModels.Network();
        using Explainer explain = VqaExplanation.FromPictures(network, "head._imageProjection", new ExplainerOptions { LayerGrid = (8, 8) });
        ActivationMap map = explain.Map(new LayerCam(), Inputs(Pictures()), 0);
        (map.Rows, map.Columns, map.Kind, map.Method).Should().Be((8, 8, MapKind.Other, "layer-cam"));
    }
}
