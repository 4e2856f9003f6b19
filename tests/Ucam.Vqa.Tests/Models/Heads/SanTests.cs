using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Heads;

public class SanTests
{
    [Fact]
    public void Two_hops_by_hand()
    {
        using var scope = NewDisposeScope();
        using var model = (San)SmallModels.Head("san");
        Naive.Randomise(model);
        var naive = new Naive(model);
        Tensor features = SmallModels.Features(1, 1);
        double[][] v = [.. Naive.Rows(model.Prepare(features)).Select(row => Naive.Tanh(naive.Linear("_imageProjection", row)))];
        double[] u = naive.Words(2, 3, 4)[^1], map = [];
        foreach (string hop in new[] { "_first", "_last" })
        {
            double[] question = naive.Linear(hop + "._question", u);
            map = Naive.Softmax(v
                .Select(row => naive.Linear(hop + "._scores", Naive.Tanh(Naive.Add(naive.Linear(hop + "._image", row), question)))[0]));
            u = Naive.Add(u, Naive.Pool(map, v));
        }
        (Tensor logits, Tensor attention) = model.Answer(features, SmallModels.Ids([2, 3, 4]), SmallModels.Lengths([2, 3, 4]));
        attention.Numbers().ShouldBeNear(map, 1e-5);
        logits.Numbers().ShouldBeNear(naive.Linear("_answers", u), 1e-4);
    }

    [Fact]
    public void The_first_hop_moves_the_map_of_the_last()
    {
        using var scope = NewDisposeScope();
        using var model = (San)SmallModels.Head("san");
        model.Look(SmallModels.Features(1, 1), SmallModels.Ids([2, 3]), SmallModels.Lengths([2, 3])).Attention.select(1, 0).sum().backward();
        model.named_parameters().Single(p => p.name == "_first._scores.weight").parameter.grad!.abs().max().item<float>().Should().BePositive();
    }
}
