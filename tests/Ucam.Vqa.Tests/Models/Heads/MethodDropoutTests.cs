using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Heads;

/// <summary>Where every method in the registry is random, and that it is nowhere else.</summary>
[Collection(GlobalRandomState.Name)]
public class MethodDropoutTests
{
    private static Tensor Ids => MethodContractTests.Ids;

    private static Tensor Lengths => MethodContractTests.Lengths;

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void Only_a_generator_makes_it_random_and_the_same_seed_the_same(string method)
    {
        using var scope = NewDisposeScope();
        using VqaHead head = SmallModels.Head(method);
        double[] Answer(ulong? seed)
        {
            using Generator? dropout = seed is { } s ? new Generator(s) : null;
            return head.Answer(SmallModels.Features(1, 2), Ids, Lengths, dropout).Logits.Numbers();
        }
        Answer(null).Should().Equal(Answer(null));
        Answer(1).Should().Equal(Answer(1));
        Answer(1).Should().NotEqual(Answer(2)).And.NotEqual(Answer(null));
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void Each_rate_of_dropout_acts_alone_and_the_classifiers_past_the_attention(string method)
    {
        using var scope = NewDisposeScope();
        Tensor features = SmallModels.Features(1, 2), ids = Ids, lengths = Lengths;
        (bool Logits, bool Attention) Moves(HeadOptions options)
        {
            using VqaHead head = SmallModels.Head(method, options);
            using var dropout = new Generator(1);
            (Tensor logits, Tensor attention) = head.Answer(features, ids, lengths);
            (Tensor droppedLogits, Tensor droppedAttention) = head.Answer(features, ids, lengths, dropout);
            return (!logits.allclose(droppedLogits), !attention.allclose(droppedAttention));
        }
        Moves(SmallModels.WithoutDropout).Should().Be((false, false));
        Moves(SmallModels.WithoutDropout with { ImageDropout = 0.5 }).Should().Be((true, true));
        Moves(SmallModels.WithoutDropout with { QuestionDropout = 0.5 }).Should().Be((true, true));
        // MLB has no dropout between the product and the scores.
        bool scores = method != "mlb";
        Moves(SmallModels.WithoutDropout with { AttentionDropout = 0.5 }).Should().Be((scores, scores));
        Moves(SmallModels.WithoutDropout with { ClassifierDropout = 0.5 }).Should().Be((true, false));
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void Passes_past_the_attention_are_those_of_repeated_rows_and_so_are_their_gradients(string method)
    {
        using var scope = NewDisposeScope();
        using VqaHead head = SmallModels.Head(method);
        Tensor gathered = head.Gather(head.Look(SmallModels.Features(1, 2), Ids, Lengths)).detach();
        (double[] Logits, double[] Gradient) Run(Func<Tensor, Generator, Tensor> passes)
        {
            using var dropout = new Generator(1);
            Tensor input = gathered.clone().requires_grad_();
            Tensor logits = passes(input, dropout);
            logits.square().sum().backward();
            return (logits.Numbers(), input.grad!.Numbers());
        }
        var together = Run((input, dropout) => head.ClassifyPasses(input, 3, dropout));
        var repeated = Run((input, dropout) => head.Classify(input.repeat(3, 1), dropout));
        together.Logits.Zip(repeated.Logits).Should().AllSatisfy(pair => pair.First.Should().BeApproximately(pair.Second, 1e-5));
        together.Gradient.Zip(repeated.Gradient)
            .Should().AllSatisfy(pair => pair.First.Should().BeApproximately(pair.Second, 1e-4 * Math.Max(1, Math.Abs(pair.Second))));
        using var quiet = no_grad();
        using var without = new Generator(1);
        head.ClassifyPasses(gathered, 3, without).Numbers()
            .Should().Equal(together.Logits, "a mask that no backward pass needs is multiplied in place");
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void Dropout_passes_show_model_doubt_in_both_modes(string method)
    {
        using var scope = NewDisposeScope();
        using VqaHead head = SmallModels.Head(method);
        foreach (McMode mode in Enum.GetValues<McMode>())
        {
            double[] Run(ulong seed)
            {
                using var dropout = new Generator(seed);
                using McResult result = HeadPasses.Run(head, SmallModels.Features(3, 4), (Ids, Lengths), 20, mode, dropout);
                result.Predictive.Numbers().Zip(result.Expected.Numbers()).Should().AllSatisfy(h => h.First.Should().BeGreaterThan(h.Second));
                return result.Mean.Numbers();
            }
            Run(1).Should().Equal(Run(1)).And.NotEqual(Run(2));
        }
    }
}
