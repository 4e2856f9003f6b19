using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Heads;

public class BanTests
{
    [Fact]
    public void Bilinear_attention_with_residual_glimpses_by_hand()
    {
        const int length = 4;
        long[] ids = [2, 3, 4];
        using var scope = NewDisposeScope();
        using var model = (Ban)SmallModels.Head("ban");
        Naive.Randomise(model);
        var naive = new Naive(model);
        Tensor features = SmallModels.Features(1, 1);
        double[][] v = Naive.Rows(model.Prepare(features)), words = naive.Words(ids);
        double[][] scores = [.. from row in v
                                from word in words
                                select naive.Linear("_scores",
                                    Naive.Times(Naive.Relu(naive.Linear("_imageProjection", row)),
                                    Naive.Relu(naive.Linear("_wordProjection", word))))];
        double[][] maps = Naive.Maps(scores);
        for (int g = 0; g < maps.Length; g++)
        {
            double[][] pairs = [.. from row in v
                                   from word in words
                                   select Naive.Times(Naive.Relu(naive.Linear($"_joints.{g}._image", row)),
                                       Naive.Relu(naive.Linear($"_joints.{g}._words", word)))];
            double[] joint = naive.Linear($"_joints.{g}._residual", Naive.Pool(maps[g], pairs));
            words = [.. words.Select(word => Naive.Add(word, joint))];
        }
        double[] expected = naive.Linear("_answers", Naive.Relu(naive.Linear("_hidden", words.Aggregate(Naive.Add))));
        (Tensor logits, Tensor attention) = model.Answer(features, nn.functional.pad(SmallModels.Ids(ids), [0, length - ids.Length]),
            SmallModels.Lengths(ids));
        attention.shape.Should().Equal(1, SmallModels.Positions, SmallModels.Options.Glimpses * length);
        IEnumerable<double> laidOut = from p in Enumerable.Range(0, SmallModels.Positions)
                                      from map in maps
                                      from l in Enumerable.Range(0, length)
                                      select l < ids.Length ? map[p * ids.Length + l] : 0;
        attention.Numbers().ShouldBeNear([.. laidOut], 1e-4);
        logits.Numbers().ShouldBeNear(expected, 1e-3 * expected.Max(Math.Abs));
    }

    [Fact]
    public void Words_past_the_end_are_never_attended_to()
    {
        using var scope = NewDisposeScope();
        using var model = (Ban)SmallModels.Head("ban");
        long[][] questions = [[2, 3, 4, 5], [6], [7, 8]];
        Glimpse glimpse = model.Look(SmallModels.Features(1, 3), SmallModels.Ids(questions), SmallModels.Lengths(questions));
        Tensor byWord = glimpse.Attention.view(3, SmallModels.Positions, SmallModels.Options.Glimpses, 4).sum([1, 2]);
        for (int i = 0; i < 3; i++)
            for (int l = 0; l < 4; l++)
                (byWord[i, l].item<float>() > 0).Should().Be(l < questions[i].Length);
        glimpse.Question.select(2, SmallModels.Options.Lstm).sum(1).Numbers().Should().Equal(4, 1, 2);
    }
}
