using Ucam.Certainty.Signals;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Asking;

[Collection(GlobalRandomState.Name)]
public sealed class AnswerSignalsTests
{
    private static readonly long[][] Questions = [[2, 3, 4], [5, 1], [6, 7]];

    private static Glimpse Look(VqaHead head, QuestionGroups? groups = null)
    {
        using var quiet = no_grad();
        return head.Look(SmallModels.Features(3, groups?.Pictures ?? 3), SmallModels.Ids(Questions), SmallModels.Lengths(Questions), groups: groups);
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void The_evidence_of_every_method_adds_up_to_the_slope_along_its_attention(string method)
    {
        using var scope = NewDisposeScope();
        using VqaHead head = SmallModels.Head(method, SmallModels.WithoutDropout);
        Glimpse glimpse = Look(head);
        Tensor answer = tensor(new long[] { 0, 2, 5 });
        GradientEvidence evidence = AnswerSignals.Evidence(head, glimpse, answer)[0];
        evidence.Answer.shape.Should().Equal(glimpse.Attention.shape);
        // d/dε log p(answer) at attention·(1 + ε), and of the entropy.
        const double Step = 1e-3;
        (double[] Log, double[] Entropy) At(double change)
        {
            using var quiet = no_grad();
            Tensor log = head.Classify(head.Gather(glimpse with { Attention = glimpse.Attention * (1 + change) })).to(ScalarType.Float64).log_softmax(1);
            return (log.gather(1, answer.unsqueeze(1)).Numbers(), (0 - log.exp() * log).sum(1).Numbers());
        }
        ((double[] logUp, double[] doubtUp), (double[] logDown, double[] doubtDown)) = (At(Step), At(-Step));
        double[] forAnswer = evidence.Answer.flatten(1).sum(1).Numbers(), forDoubt = evidence.Doubt.flatten(1).sum(1).Numbers();
        for (int b = 0; b < 3; b++)
        {
            forAnswer[b].Should().BeApproximately((logUp[b] - logDown[b]) / (2 * Step), 1e-3);
            forDoubt[b].Should().BeApproximately((doubtUp[b] - doubtDown[b]) / (2 * Step), 1e-3);
        }
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void Questions_that_share_pictures_get_the_signals_that_they_get_alone(string method)
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        using VqaNetwork network = SmallModels.Network(SmallModels.Config with { Model = SmallModels.WithoutDropout with { Method = method } });
        Tensor features = SmallModels.Features(3, 2).narrow(1, 0, 1).expand(2, network.Head.Shape.Positions, SmallModels.Channels).contiguous()
            + Tensors.Normal(9, 2, network.Head.Shape.Positions, SmallModels.Channels).abs();
        SignalTable shared = Signals(network, features, Questions, new QuestionGroups([2, 1]));
        for (int q = 0; q < 3; q++)
        {
            SignalTable alone = Signals(network, features.narrow(0, q == 2 ? 1 : 0, 1), [Questions[q]], new QuestionGroups([1]));
            alone.Names.Should().Equal(shared.Names);
            for (int j = 0; j < alone.Values.Length; j++)
                alone.Values[j].Should().BeApproximately(shared.Row(q)[j], 1e-3 * (1 + Math.Abs(alone.Values[j])), alone.Names[j]);
        }
    }

    [Fact]
    public void A_word_that_the_model_never_saw_is_counted()
    {
        using var scope = NewDisposeScope();
        using VqaNetwork network = SmallModels.Network();
        SignalTable table = Signals(network, Tensors.Normal(1, 3, network.Head.Shape.Positions, SmallModels.Channels).abs(), Questions, new QuestionGroups([1, 1, 1]));
        table.Column(table.Names.ToList().IndexOf("unknown-words")).Should().Equal(0, 0.5, 0);
    }

    [Fact]
    public void Collecting_signals_leaves_the_weights_without_gradients_and_no_tensor_behind()
    {
        using VqaNetwork network = SmallModels.Network();
        using Tensor features = Tensors.Normal(1, 3, network.Head.Shape.Positions, SmallModels.Channels).abs();
        Signals(network, features, Questions, new QuestionGroups([1, 1, 1]));
        long before = Tensors.Live;
        Signals(network, features, Questions, new QuestionGroups([1, 1, 1]));
        Tensors.Live.Should().Be(before);
        network.Head.parameters().Should().OnlyContain(p => !p.requires_grad);
    }

    private static SignalTable Signals(VqaNetwork network, Tensor features, long[][] questions, QuestionGroups groups)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor ids = SmallModels.Ids(questions);
        var batch = new QuestionBatch(ids, SmallModels.Lengths(questions), ids) { Groups = groups };
        Glimpse glimpse = network.Head.Look(features, ids, batch.Lengths, groups: groups);
        Tensor gathered = network.Head.Gather(glimpse);
        McResult passes = HeadPasses.RunHead(network.Head, gathered, 0, new Generator(1));
        Tensor? distances = network.Familiarity?.DistancesOf(features);
        return CertaintySignals.Measure(AnswerSignals.Of(network, distances, batch, (glimpse, gathered), passes), CertaintySignals.All);
    }
}
