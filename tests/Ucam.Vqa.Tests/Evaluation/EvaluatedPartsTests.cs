using Ucam.Vqa.Evaluation;
using Ucam.Vqa.Models;

namespace Ucam.Vqa.Tests.Evaluation;

[Collection(GlobalRandomState.Name)]
public sealed class EvaluatedPartsTests
{
    private static readonly SceneSet Set = TinyTraining.Scenes(SceneSplit.Test, pictures: 9, questions: 3);

    private static HeadOptions Options(string method) => TinyTraining.Model with
    {
        Method = method,
        ImageDropout = 0.2,
        QuestionDropout = 0.3,
        AttentionDropout = 0.4,
        ClassifierDropout = 0.5,
    };

    private static IReadOnlyList<QuestionResult> Run(VqaNetwork network, EvaluationOptions options) =>
        Evaluator.Run(network, Set, options, cancel: TestContext.Current.CancellationToken);

    public static TheoryData<string, McMode> Methods =>
        new(VqaMethods.All.SelectMany(method => new[] { (method.Name, McMode.Head), (method.Name, McMode.Full) }));

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_parts_of_an_evaluation_are_those_of_the_whole_to_the_last_digit(string method, McMode mode)
    {
        using VqaNetwork network = TinyTraining.Network(Set, model: Options(method));
        network.Freeze();
        var options = new EvaluationOptions { Passes = 3, Mode = mode, PicturesAtOnce = 2, Seed = 5 };
        IReadOnlyList<QuestionResult> whole = Run(network, options);
        var joined = new QuestionResult?[whole.Count];
        for (int part = 1; part <= 3; part++)
            foreach ((int i, QuestionResult? result) in Run(network, options with { Shard = new Shard(part, 3) }).Index())
            {
                if (result is null) continue;
                joined[i].Should().BeNull();
                joined[i] = result;
            }
        joined.Should().Equal(whole);
        whole.Should().Contain(result => result.Epistemic > 1e-6, "masks differ from pass to pass");
    }

    [Fact]
    public void What_a_pass_draws_is_counted_without_knowing_the_method()
    {
        using VqaNetwork network = TinyTraining.Network(Set, model: Options("saaa"));
        int gathered = 2 * (8 + 2) + 12;
        PassDraws.Of(network, McMode.Head).Should().Be(new PassDraws(gathered + 16, 0, 0));
        // Every question has a picture of its own where pictures are dropped: 8·8 places of 8 channels, x and y, and as many scores of 8.
        PassDraws full = PassDraws.Of(network, McMode.Full);
        full.Should().Be(new PassDraws(64 * 10 + 12 + 64 * 8 + gathered + 16, 0, 8));
        full.Numbers(questions: 5, pictures: 2, longest: 7).Should().Be(5 * full.EachQuestion + 35 * 8);
    }
}
