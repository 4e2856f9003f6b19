using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Asking;

public class HeadPassesTests
{
    private static readonly long[][] Questions = [[2, 3, 4], [5, 2]];

    private static double[][] Run(Saaa model, int passes, McMode mode, int seed = 1)
    {
        using var scope = NewDisposeScope();
        using var dropout = new Generator((ulong)seed);
        using McResult result = HeadPasses.Run(model, SmallModels.Features(3, 2), (SmallModels.Ids(Questions), SmallModels.Lengths(Questions)),
            passes, mode, dropout);
        result.Mean.shape.Should().Equal(2, SmallModels.Answers);
        result.Predictive.shape.Should().Equal(2);
        result.Expected.shape.Should().Equal(2);
        return [result.Mean.Numbers(), result.Predictive.Numbers(), result.Expected.Numbers()];
    }

    [Theory]
    [InlineData(McMode.Head)]
    [InlineData(McMode.Full)]
    public void The_same_seed_gives_the_same_numbers_and_another_seed_others(McMode mode)
    {
        using var model = SmallModels.Head();
        double[][] first = Run(model, 7, mode), again = Run(model, 7, mode), other = Run(model, 7, mode, seed: 2);
        first[0].Should().Equal(again[0]);
        first[2].Should().Equal(again[2]);
        first[0].Should().NotEqual(other[0]);
    }

    [Theory]
    [InlineData(McMode.Head)]
    [InlineData(McMode.Full)]
    public void Predictive_entropy_is_at_least_the_expected_one_and_the_mean_sums_to_one(McMode mode)
    {
        using var model = SmallModels.Head();
        double[][] result = Run(model, 30, mode);
        for (int b = 0; b < 2; b++)
        {
            result[1][b].Should().BeGreaterThan(result[2][b]);
            result[1][b].Should().BeLessThan(Math.Log(SmallModels.Answers));
            result[0].Skip(b * SmallModels.Answers).Take(SmallModels.Answers).Sum().Should().BeApproximately(1, 1e-5);
        }
    }

    [Theory]
    [InlineData(McMode.Head)]
    [InlineData(McMode.Full)]
    public void One_pass_has_no_model_doubt(McMode mode)
    {
        using var model = SmallModels.Head();
        double[][] result = Run(model, 1, mode);
        result[1].ShouldBeNear(result[2], 1e-6);
    }

    [Theory]
    [InlineData(McMode.Head)]
    [InlineData(McMode.Full)]
    public void Without_dropout_there_is_no_model_doubt(McMode mode)
    {
        using var model = SmallModels.Head(SmallModels.WithoutDropout);
        double[][] result = Run(model, 9, mode);
        result[1].ShouldBeNear(result[2], 1e-6);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        (Tensor logits, _) = model.Answer(SmallModels.Features(3, 2), SmallModels.Ids(Questions), SmallModels.Lengths(Questions));
        result[0].ShouldBeNear(logits.softmax(1).Numbers(), 1e-6);
    }

    [Fact]
    public void Head_passes_equal_a_loop_over_the_classifier_with_the_same_masks()
    {
        const int passes = 6;
        using var model = SmallModels.Head();
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor v = model.Prepare(SmallModels.Features(3, 2)), q = model.EncodeQuestion(SmallModels.Ids(Questions), SmallModels.Lengths(Questions));
        Tensor joined = cat([Saaa.Pool(v, model.Attend(v, q)), q], 1);
        double rate = model.Options.ClassifierDropout;
        using var dropout = new Generator(1);
        Tensor first = rand([passes, 2, joined.shape[1]], generator: dropout).ge(rate) / (1 - rate);
        Tensor second = rand([passes, 2, model.Options.Classifier], generator: dropout).ge(rate) / (1 - rate);
        Dictionary<string, Tensor> w = model.state_dict();
        var sum = zeros(2, SmallModels.Answers);
        for (int t = 0; t < passes; t++)
        {
            Tensor hidden = (joined * first[t]).matmul(w["_hidden.weight"].t()).add(w["_hidden.bias"]).relu() * second[t];
            sum += hidden.matmul(w["_answers.weight"].t()).add(w["_answers.bias"]).softmax(1);
        }
        Run(model, passes, McMode.Head)[0].ShouldBeNear((sum / passes).Numbers(), 1e-5);
    }

    [Fact]
    public void Passes_that_do_not_fit_at_once_give_the_same_statistics()
    {
        // 196 positions of 2048 channels leave room for nine passes at a time.
        using var model = new Saaa(SmallModels.Options, new HeadShape(2048, 14, 14, SmallModels.Words, SmallModels.Answers));
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor features = Tensors.Normal(1, 1, 196, 2048).abs(), ids = SmallModels.Ids([2, 3]), lengths = SmallModels.Lengths([2, 3]);
        using var dropout = new Generator(4);
        Tensor[] passes =
            [.. new[] { 9, 9, 2 }
            .Select(n => model.Answer(features.repeat(n, 1, 1), ids.repeat(n, 1), lengths.repeat(n), dropout).Logits.softmax(1))];
        using var again = new Generator(4);
        using McResult result = HeadPasses.Run(model, features, (ids, lengths), 20, McMode.Full, again);
        result.Mean.Numbers().ShouldBeNear(cat(passes).mean([0]).Numbers(), 1e-6);
    }

    [Fact]
    public void Passes_leave_no_tensors_behind()
    {
        using var model = SmallModels.Head();
        Run(model, 5, McMode.Full);
        long before = Tensors.Live;
        Run(model, 5, McMode.Head);
        Run(model, 5, McMode.Full);
        Tensors.Live.Should().Be(before);
    }
}
