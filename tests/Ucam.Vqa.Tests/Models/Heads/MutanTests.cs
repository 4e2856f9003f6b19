using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Heads;

public class MutanTests
{
    private static double[] Fuse(Naive naive, string fusion, double[] image, double[] question) =>
        Enumerable.Range(0, SmallModels.Options.Rank)
            .Select(r => Naive.Times(naive.Linear($"{fusion}_image.{r}", image), naive.Linear($"{fusion}_question.{r}", question)))
            .Aggregate(Naive.Add);

    [Fact]
    public void Tucker_fusions_by_hand()
    {
        using var scope = NewDisposeScope();
        using var model = (Mutan)SmallModels.Head("mutan");
        Naive.Randomise(model);
        var naive = new Naive(model);
        Tensor features = SmallModels.Features(1, 1);
        double[][] v = Naive.Rows(model.Prepare(features));
        double[] q = naive.Words(2, 3, 4)[^1], asked = Naive.Tanh(naive.Linear("_questionProjection", q));
        double[][] maps =
            Naive.Maps([.. v
            .Select(row => naive.Linear("_scores", Fuse(naive, "_attentionFusion.", Naive.Tanh(naive.Linear("_imageProjection", row)), asked)))]);
        double[] seen = [.. maps.SelectMany((map, g) => Naive.Tanh(naive.Linear($"_pooledProjection._layers.{g}", Naive.Pool(map, v))))];
        double[] expected = naive.Linear("_answers", Fuse(naive, "_answerFusion.", seen, Naive.Tanh(naive.Linear("_pooledQuestion", q))));
        (Tensor logits, Tensor attention) = model.Answer(features, SmallModels.Ids([2, 3, 4]), SmallModels.Lengths([2, 3, 4]));
        attention.Numbers().ShouldBeNear(Naive.Interleave(maps), 1e-4);
        logits.Numbers().ShouldBeNear(expected, 1e-3);
    }

    [Fact]
    public void The_fusion_is_a_core_tensor_whose_slices_have_the_rank()
    {
        const int image = 4, question = 5, output = 3, rank = 2;
        using var scope = NewDisposeScope();
        using var fusion = new TuckerFusion(image, question, output, rank);
        Naive.Randomise(fusion);
        Tensor core = zeros(output, image, question);
        Dictionary<string, Tensor> w = fusion.state_dict();
        for (int r = 0; r < rank; r++) core = core + w[$"_image.{r}.weight"].unsqueeze(2) * w[$"_question.{r}.weight"].unsqueeze(1);
        Tensor v = Tensors.Normal(1, 6, image), q = Tensors.Normal(2, 6, question);
        fusion.call(v, q).Numbers().ShouldBeNear(einsum("oiq,bi,bq->bo", core, v, q).Numbers(), 1e-5);
        linalg.matrix_rank(core).max().item<long>().Should().Be(rank);
    }
}
