using Ucam.Vqa.Asking;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Asking;

/// <summary>Several heads as one network that gives their mean answer.</summary>
[Collection(GlobalRandomState.Name)]
public sealed class MeanAnswerTests
{
    private static readonly long[][] Questions = [[2, 3, 4], [5, 1], [6, 7]];

    private static VqaHead Head(string method, int seed)
    {
        manual_seed(seed);
        return VqaMethods.Create(SmallModels.Options with { Method = method }, SmallModels.Shape);
    }

    private static (Tensor Features, (Tensor Ids, Tensor Lengths) Asked) Inputs() =>
        (SmallModels.Features(3, 3), (SmallModels.Ids(Questions), SmallModels.Lengths(Questions)));

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void Its_softmax_is_the_mean_of_the_heads_distributions_with_and_without_a_gradient(string method)
    {
        using var scope = NewDisposeScope();
        using VqaHead one = Head(method, 1), two = Head(method, 2), three = Head(method, 3);
        (Tensor features, (Tensor Ids, Tensor Lengths) asked) = Inputs();
        Tensor[] each = [.. new[] { one, two, three }.Select(head => head.Answer(features, asked.Ids, asked.Lengths).Logits.softmax(1))];
        double[] expected = ((each[0] + each[1] + each[2]) / 3).Numbers();
        MeanAnswer.Of([one, two, three], features, asked, null).Scores.softmax(1).Numbers().ShouldBeNear(expected, 1e-6);
        using var quiet = no_grad();
        ModelOutput plain = MeanAnswer.Of([one, two, three], features, asked, null);
        plain.Scores.softmax(1).Numbers().ShouldBeNear(expected, 1e-6);
        plain.Scores.exp().sum(1).Numbers().ShouldBeNear([1, 1, 1], 1e-6);
        plain.Hops.Should().BeNull();
    }

    [Theory]
    [InlineData("saaa", 2)]
    [InlineData("san", 4)]
    [InlineData("ban", 2)]
    public void Its_answer_hangs_on_every_hop_of_every_head(string method, int hops)
    {
        using var scope = NewDisposeScope();
        using VqaHead one = Head(method, 1), two = Head(method, 2);
        (Tensor features, (Tensor Ids, Tensor Lengths) asked) = Inputs();
        features.requires_grad_(true);
        ModelOutput mean = MeanAnswer.Of([one, two], features, asked, null);
        mean.Hops!.Values.Should().HaveCount(hops);
        mean.Hops.Scores(mean.Hops.Values).Numbers().ShouldBeNear(mean.Scores.Numbers(), 1e-6);
        // Even attention at the last head alone changes the answer, and no other head's part of it.
        Tensor[] changed = [.. mean.Hops.Values.SkipLast(1), mean.Hops.Even[^1]];
        mean.Hops.Scores(changed).Numbers().Should().NotEqual(mean.Scores.Numbers());
        mean.Attention!.shape[2].Should().Be(2 * one.Answer(features, asked.Ids, asked.Lengths).Attention.shape[2]);
    }

    [Fact]
    public void Of_one_head_it_is_that_heads_own_answer()
    {
        using var scope = NewDisposeScope();
        using VqaHead head = Head("mlb", 4);
        (Tensor features, (Tensor Ids, Tensor Lengths) asked) = Inputs();
        using var quiet = no_grad();
        MeanAnswer.Of([head], features, asked, null).Scores.Numbers().Should()
            .Equal(head.Answer(features, asked.Ids, asked.Lengths).Logits.Numbers());
    }
}
