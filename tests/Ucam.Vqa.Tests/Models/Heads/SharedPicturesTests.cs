using TorchSharp;
using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Heads;

/// <summary>Pictures with any number of questions, each looked at once.</summary>
[Collection(GlobalRandomState.Name)]
public class SharedPicturesTests
{
    private static readonly long[][] Questions = [[2, 3, 4], [5], [6, 2, 7, 8], [3, 3], [4, 2], [8], [7, 6, 5]];
    private static readonly int[] Counts = [1, 3, 1, 2];

    private static Tensor Ids => SmallModels.Ids(Questions);

    private static Tensor Lengths => SmallModels.Lengths(Questions);

    // Two groups; many, little padded; many, one picture with nearly all questions.
    private static readonly int[][] Shares = [[2, 2, 3], Counts, [1, 2, 1, 30, 1, 2, 1]];

    public static TheoryData<string, int> Cases =>
        [.. from row in SmallModels.Methods from share in Enumerable.Range(0, Shares.Length) select (row.Data, share)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Uneven_questions_have_the_same_logits_and_gradients_as_with_a_copy_of_the_picture_for_each(string method, int share)
    {
        using var scope = NewDisposeScope();
        var groups = new QuestionGroups(Shares[share]);
        long[][] questions = [.. Enumerable.Range(0, groups.Questions).Select(q => Questions[q % Questions.Length])];
        Tensor ids = SmallModels.Ids(questions), lengths = SmallModels.Lengths(questions);
        // BAN drops the projected picture, of which there is then one.
        using VqaHead head = SmallModels.Head(method, SmallModels.Options with { ImageDropout = 0, AttentionDropout = method == "ban" ? 0 : 0.2 });
        // MCB's root is steep at 0, where the rounding of 32 bits shows.
        head.to(ScalarType.Float64);
        double[] Run(bool shared)
        {
            Tensor features = SmallModels.Features(1, groups.Pictures).to(ScalarType.Float64).requires_grad_(true);
            using var dropout = new Generator(3);
            head.zero_grad();
            (Tensor logits, Tensor attention) = shared ? head.Answer(features, ids, lengths, dropout, groups)
                : head.Answer(groups.Repeat(features), ids, lengths, dropout);
            (logits * Tensors.Normal(9, groups.Questions, SmallModels.Answers)).sum().backward();
            IEnumerable<double> gradients = head.parameters().Where(p => p.grad is not null).SelectMany(p => p.grad!.Numbers());
            return [.. logits.Numbers(), .. attention.Numbers(), .. features.grad!.Numbers(), .. gradients];
        }
        Run(shared: true).ShouldBeNear(Run(shared: false), 1e-8);
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void Dropout_on_the_features_is_drawn_once_a_picture_however_many_questions_it_has(string method)
    {
        using var scope = NewDisposeScope();
        using VqaHead head = SmallModels.Head(method, SmallModels.WithoutDropout with { ImageDropout = 0.5 });
        using Generator one = new(3), other = new(3);
        long[][] same = [[2, 3], [2, 3], [2, 3], [2, 3]];
        Tensor even = head.Answer(SmallModels.Features(1, 2), SmallModels.Ids(same), SmallModels.Lengths(same), one).Logits;
        Tensor uneven = head.Answer(SmallModels.Features(1, 2), SmallModels.Ids(same), SmallModels.Lengths(same), other, new QuestionGroups([1, 3]))
            .Logits;
        uneven[0].Numbers().ShouldBeNear(even[0].Numbers(), 1e-5);
        foreach (int question in new[] { 1, 2, 3 }) uneven[question].Numbers().ShouldBeNear(even[2].Numbers(), 1e-5);
    }

    [Theory]
    [InlineData("saaa", 0.0)]
    [InlineData("saaa", 0.5)]
    [InlineData("ban", 0.0)]
    public void Full_passes_are_the_same_with_shared_pictures_and_with_a_copy_for_each_question(string method, double imageDropout)
    {
        using var scope = NewDisposeScope();
        using VqaHead head = SmallModels.Head(method, SmallModels.Options with { ImageDropout = imageDropout });
        var groups = new QuestionGroups(Counts);
        Tensor features = SmallModels.Features(1, 4);
        double[] Mean(Tensor seen, QuestionGroups? shared)
        {
            using var dropout = new Generator(3);
            using McResult result = HeadPasses.RunFull(head, seen, new QuestionBatch(Ids, Lengths, Ids) { Groups = shared }, 20, dropout);
            return result.Mean.Numbers();
        }
        Mean(features, groups).ShouldBeNear(Mean(groups.Repeat(features), null), 1e-5);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(2000)]
    public void Pictures_with_unequal_numbers_of_questions_are_pooled_as_by_a_copy_for_each_and_so_are_the_gradients(int maps)
    {
        using var scope = NewDisposeScope();
        var groups = new QuestionGroups(Counts);
        Tensor values = Tensors.Normal(1, 4, 3, 5), attention = Tensors.Normal(2, 7, 3, maps), weights = Tensors.Normal(3, 7, maps * 5);
        double[] Run(bool shared)
        {
            Tensor v = values.detach().requires_grad_(true), a = attention.detach().requires_grad_(true);
            Tensor pooled = shared ? VqaHead.Pool(v, a, groups) : VqaHead.Pool(groups.Repeat(v), a);
            (pooled * weights).mean().backward();
            return [.. pooled.Numbers(), .. v.grad!.Numbers(), .. a.grad!.Numbers()];
        }
        Run(shared: true).ShouldBeNear(Run(shared: false), 1e-5);
    }

    [Fact]
    public void Groups_count_pictures_and_questions_and_join_neighbours_with_equally_many()
    {
        var groups = new QuestionGroups([2, 2, 1, 3, 3, 2]);
        (groups.Pictures, groups.Questions, groups.Count).Should().Be((6, 13, 4));
        using var scope = NewDisposeScope();
        groups.Repeat(arange(6)).Numbers().Should().Equal(0, 0, 1, 1, 2, 3, 3, 3, 4, 4, 4, 5, 5);
    }

    [Fact]
    public void A_picture_without_questions_and_groups_of_another_batch_are_refused()
    {
        var none = () => new QuestionGroups([1, 0]);
        none.Should().Throw<ArgumentOutOfRangeException>();
        using var scope = NewDisposeScope();
        using VqaHead head = SmallModels.Head("saaa");
        var other = () => head.Answer(SmallModels.Features(1, 4), Ids, Lengths, null, new QuestionGroups([1, 2, 1, 2]));
        other.Should().Throw<ArgumentException>().WithMessage("The groups are of 4 pictures and 6 questions, not of 4 and 7.*");
    }
}
