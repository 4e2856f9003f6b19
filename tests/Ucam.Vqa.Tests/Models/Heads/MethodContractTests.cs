using TorchSharp;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Heads;

/// <summary>What every method in the registry must do; a new one is tested by being registered.</summary>
[Collection(GlobalRandomState.Name)]
public class MethodContractTests
{
    private static readonly long[][] Questions = [[2, 3, 4], [5], [6, 2, 7, 8], [3, 3]];

    internal static Tensor Ids => SmallModels.Ids(Questions);

    internal static Tensor Lengths => SmallModels.Lengths(Questions);

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void Shapes_follow_the_options(string method)
    {
        using var scope = NewDisposeScope();
        using VqaHead head = SmallModels.Head(method);
        (Tensor logits, Tensor attention) = head.Answer(SmallModels.Features(1, 4), Ids, Lengths);
        logits.shape.Should().Equal(4, SmallModels.Answers);
        attention.shape.Should().HaveCount(3).And.StartWith([4L, SmallModels.Positions]);
        head.AnswerBlind(Ids, Lengths).shape.Should().Equal(4, SmallModels.Answers);
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void Each_glimpse_attends_with_weights_that_sum_to_one(string method)
    {
        using var scope = NewDisposeScope();
        using VqaHead head = SmallModels.Head(method);
        Tensor attention = head.Answer(SmallModels.Features(1, 4), Ids, Lengths).Attention;
        // One map where the method has no glimpses; where it has, a glimpse may be several maps, one for each word.
        long glimpses = Math.Min(SmallModels.Options.Glimpses, attention.shape[2]);
        attention.view(4, SmallModels.Positions, glimpses, -1).sum([1, 3]).Numbers()
            .ShouldBeNear([.. Enumerable.Repeat(1.0, 4 * (int)glimpses)], 1e-6);
        attention.Numbers().Should().AllSatisfy(a => a.Should().BeGreaterThanOrEqualTo(0));
        attention.sum(2).Numbers().Should().AllSatisfy(a => a.Should().BePositive());
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void Questions_about_one_picture_together_equal_one_by_one(string method)
    {
        using var scope = NewDisposeScope();
        using VqaHead head = SmallModels.Head(method);
        Tensor features = SmallModels.Features(1, 2);
        (Tensor logits, Tensor attention) = head.Answer(features, Ids, Lengths);
        for (int i = 0; i < 4; i++)
        {
            (Tensor alone, Tensor looked) = head.Answer(features.narrow(0, i / 2, 1), Ids.narrow(0, i, 1), Lengths.narrow(0, i, 1));
            logits[i].Numbers().ShouldBeNear(alone[0].Numbers(), 1e-5);
            attention[i].Numbers().ShouldBeNear(looked[0].Numbers(), 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void Padding_does_not_change_the_answer(string method)
    {
        using var scope = NewDisposeScope();
        using VqaHead head = SmallModels.Head(method);
        Tensor features = SmallModels.Features(1, 4), longer = nn.functional.pad(Ids, [0, 3]);
        Tensor logits = head.Answer(features, longer, Lengths).Logits;
        for (int i = 0; i < 4; i++)
        {
            Tensor alone = head.Answer(features.narrow(0, i, 1), SmallModels.Ids(Questions[i]), SmallModels.Lengths(Questions[i])).Logits;
            logits[i].Numbers().ShouldBeNear(alone[0].Numbers(), 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void The_answer_hangs_on_picture_question_and_the_order_of_words(string method)
    {
        using var scope = NewDisposeScope();
        using VqaHead head = SmallModels.Head(method);
        double[] Answer(int picture, params long[] words) =>
            head.Answer(SmallModels.Features(picture, 1), SmallModels.Ids(words), SmallModels.Lengths(words)).Logits.Numbers();
        double[] logits = Answer(1, 2, 3, 4);
        Answer(2, 2, 3, 4).Should().NotEqual(logits);
        Answer(1, 2, 3, 5).Should().NotEqual(logits);
        Answer(1, 4, 3, 2).Should().NotEqual(logits);
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void The_answer_hangs_on_the_attention_it_was_given(string method)
    {
        using var scope = NewDisposeScope();
        using VqaHead head = SmallModels.Head(method);
        Glimpse glimpse = head.Look(SmallModels.Features(1, 2), Ids, Lengths);
        Tensor attention = glimpse.Attention.detach().requires_grad_(true);
        Tensor logits = head.Classify(head.Gather(glimpse with { Attention = attention }));
        logits.Numbers().ShouldBeNear(head.Answer(SmallModels.Features(1, 2), Ids, Lengths).Logits.Numbers(), 1e-6);
        (logits * Tensors.Normal(9, 4, SmallModels.Answers)).sum().backward();
        attention.grad!.abs().sum([1, 2]).Numbers().Should().AllSatisfy(g => g.Should().BePositive());
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void Gradients_reach_every_parameter(string method)
    {
        using var scope = NewDisposeScope();
        // Wide enough that no layer of ReLUs is off for every input.
        using VqaHead head = SmallModels.Head(method, SmallModels.WithoutDropout with { Lstm = 24, Attention = 40, Joint = 41, Classifier = 40 });
        (head.Answer(SmallModels.Features(1, 2), Ids, Lengths).Logits * Tensors.Normal(9, 4, SmallModels.Answers)).sum().backward();
        var largest = head.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad is { } g ? g.abs().max().item<float>() : 0);
        double most = largest.Values.Max();
        // A bias shared by all positions moves every score alike, which a softmax doesn't see.
        largest.Where(p => p.Key != "_scores.bias").Should().AllSatisfy(p => ((double)p.Value).Should().BeGreaterThan(1e-6 * most, p.Key));
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void The_blind_answer_hangs_on_the_question_alone(string method)
    {
        using var scope = NewDisposeScope();
        foreach (bool positions in new[] { true, false })
        {
            using VqaHead head = SmallModels.Head(method, SmallModels.Options with { Positions = positions });
            double[] blind = head.AnswerBlind(Ids, Lengths).Numbers(), turned = head.AnswerBlind(Ids.flip(0), Lengths.flip(0)).flip(0).Numbers();
            blind.ShouldBeNear(turned, 1e-6);
            blind.Chunk(SmallModels.Answers).Select(row => row[0]).Should().OnlyHaveUniqueItems();
            if (head is Saaa) continue;
            foreach (double grey in new[] { 0.1, 7 })
                head.Answer(ones(2, SmallModels.Positions, SmallModels.Channels) * grey, Ids, Lengths).Logits.Numbers().ShouldBeNear(blind, 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void Positions_in_another_order_are_attended_to_in_that_order(string method)
    {
        using var scope = NewDisposeScope();
        using VqaHead head = SmallModels.Head(method, SmallModels.Options with { Positions = false });
        Tensor features = SmallModels.Features(1, 2), order = tensor(new long[] { 3, 0, 5, 1, 4, 2 });
        (Tensor logits, Tensor attention) = head.Answer(features, Ids, Lengths);
        (Tensor same, Tensor moved) = head.Answer(features.index_select(1, order), Ids, Lengths);
        same.Numbers().ShouldBeNear(logits.Numbers(), 1e-5);
        moved.Numbers().ShouldBeNear(attention.index_select(1, order).Numbers(), 1e-6);
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void Each_step_leaves_only_its_results(string method)
    {
        using var scope = NewDisposeScope();
        using VqaHead head = SmallModels.Head(method);
        using var dropout = new Generator(1);
        Tensor features = SmallModels.Features(1, 2), ids = Ids, lengths = Lengths;
        void Leaves(int results, Action step)
        {
            using var inner = NewDisposeScope();
            long before = Tensors.Live;
            step();
            Tensors.Live.Should().Be(before + results);
        }
        int hops = head.Hops(head.Look(features, ids, lengths)).Count;
        foreach (Generator? generator in new[] { null, dropout })
        {
            Leaves(2, () => head.Answer(features, ids, lengths, generator));
            // A hop before the last is its attention and its question.
            Leaves(3 + 2 * (hops - 1), () => head.Look(features, ids, lengths, generator));
            Leaves(1, () => head.AnswerBlind(ids, lengths, generator));
        }
        Glimpse glimpse = head.Look(features, ids, lengths);
        Tensor gathered = head.Gather(glimpse);
        Leaves(1, () => head.Gather(glimpse));
        Leaves(1, () => head.Classify(gathered, dropout));
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void A_head_takes_all_its_tensors_with_it(string method)
    {
        long before = Tensors.Live;
        SmallModels.Head(method).Dispose();
        Tensors.Live.Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void A_checkpoint_gives_the_same_logits(string method)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using VqaNetwork network = new(SmallModels.Config with { Model = SmallModels.Options with { Method = method } });
        Checkpoint.Save(network, folder["a.safetensors"], "{}");
        using VqaNetwork read = Checkpoint.Load(folder["a.safetensors"]);
        double[] Logits(VqaNetwork from) => from.Head.Answer(Tensors.Normal(1, 2, 64, SmallModels.Channels).abs(), Ids, Lengths).Logits.Numbers();
        Logits(read).Should().Equal(Logits(network));
        read.Head.Options.Should().Be(network.Head.Options);
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void Double_precision_gives_the_same_answer(string method)
    {
        using var scope = NewDisposeScope();
        using VqaHead head = SmallModels.Head(method);
        Tensor features = SmallModels.Features(1, 2);
        double[] single = head.Answer(features, Ids, Lengths).Logits.Numbers(), blind = head.AnswerBlind(Ids, Lengths).Numbers();
        head.to(ScalarType.Float64);
        using var dropout = new Generator(1);
        head.Answer(features.to(ScalarType.Float64), Ids, Lengths).Logits.Numbers().ShouldBeNear(single, 1e-5);
        head.AnswerBlind(Ids, Lengths).Numbers().ShouldBeNear(blind, 1e-5);
        head.Answer(features.to(ScalarType.Float64), Ids, Lengths, dropout).Logits.dtype.Should().Be(ScalarType.Float64);
    }
}
