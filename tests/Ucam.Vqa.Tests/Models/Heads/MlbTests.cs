using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Heads;

public class MlbTests
{
    [Fact]
    public void Hadamard_products_by_hand()
    {
        using var scope = NewDisposeScope();
        using var model = (Mlb)SmallModels.Head("mlb");
        Naive.Randomise(model);
        var naive = new Naive(model);
        Tensor features = SmallModels.Features(1, 1);
        double[][] v = Naive.Rows(model.Prepare(features));
        double[] q = naive.Words(2, 3, 4)[^1], asked = Naive.Tanh(naive.Linear("_questionProjection", q));
        double[][] maps =
            Naive.Maps([.. v.Select(row => naive.Linear("_scores", Naive.Times(Naive.Tanh(naive.Linear("_imageProjection", row)), asked)))]);
        double[] seen = [.. maps.SelectMany((map, g) => Naive.Tanh(naive.Linear($"_pooledProjection._layers.{g}", Naive.Pool(map, v))))];
        double[] expected = naive.Linear("_answers", Naive.Times(seen, Naive.Tanh(naive.Linear("_pooledQuestion", q))));
        (Tensor logits, Tensor attention) = model.Answer(features, SmallModels.Ids([2, 3, 4]), SmallModels.Lengths([2, 3, 4]));
        attention.Numbers().ShouldBeNear(Naive.Interleave(maps), 1e-5);
        logits.Numbers().ShouldBeNear(expected, 1e-4);
    }

    [Fact]
    public void Scores_are_sums_over_the_joint_space_for_each_glimpse_and_word()
    {
        const int pictures = 2, each = 3, positions = 4, words = 2, glimpses = 3, width = 5;
        using var scope = NewDisposeScope();
        Tensor image = Tensors.Normal(1, pictures, positions, width), question = Tensors.Normal(2, pictures * each, words, width),
            pooling = Tensors.Normal(3, glimpses, width);
        double[] i = image.Numbers(), w = question.Numbers(), p = pooling.Numbers();
        IEnumerable<double> expected = from b in Enumerable.Range(0, pictures * each)
                                       from at in Enumerable.Range(0, positions)
                                       from g in Enumerable.Range(0, glimpses)
                                       from l in Enumerable.Range(0, words)
                                       select Enumerable.Range(0, width)
                                           .Sum(k => i[(b / each * positions + at) * width + k] * w[(b * words + l) * width + k] * p[g * width + k]);
        LowRankBilinear.Scores(image, question, pooling).Numbers().ShouldBeNear([.. expected], 1e-5);
    }
}
