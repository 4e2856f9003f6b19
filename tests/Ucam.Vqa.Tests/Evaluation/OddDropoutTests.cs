using Ucam.Vqa.Models;
using Ucam.Vqa.Tests.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Evaluation;

[Collection(Registrations.Name)]
public sealed class OddDropoutTests : IDisposable
{
    private static readonly VqaMethod Method = new("squares", "Squares", "a test", new HeadOptions(), new HeadOptions(), (o, s) => new Squares(o, s));

    public OddDropoutTests() => VqaMethods.Add(Method);

    public void Dispose() => VqaMethods.Catalogue.Remove(Method.Name);

    [Theory]
    [InlineData(McMode.Head)]
    [InlineData(McMode.Full)]
    public void A_method_that_does_not_draw_by_question_picture_and_word_is_not_shared_out_unless_it_draws_nothing(McMode mode)
    {
        SceneSet set = TinyTraining.Scenes(SceneSplit.Test, pictures: 4, questions: 2);
        using VqaNetwork network = TinyTraining.Network(set, model: TinyTraining.Model with { Method = "squares" });
        network.Freeze();
        var options = new EvaluationOptions { Passes = 2, Mode = mode, PicturesAtOnce = 2, Shard = new Shard(2, 2) };
        Func<IReadOnlyList<QuestionResult?>> ask = () => Evaluator.Run(network, set, options, cancel: TestContext.Current.CancellationToken);
        ask.Should().Throw<UcamException>().WithMessage("The method 'squares' draws its dropout in a way that parts of an evaluation cannot pass "
            + "over; leave out --shard, or give --passes 0.");
        options = options with { Passes = 0 };
        ask().Select(result => result is null).Should().Equal(true, true, true, true, false, false, false, false);
    }

    // A question's mask has as many numbers as the batch has questions.
    private sealed class Squares(HeadOptions options, HeadShape shape) : EvenHead(nameof(Squares), options, shape)
    {
        public override Tensor Classify(Tensor gathered, Generator? dropout = null)
        {
            long questions = gathered.shape[^2];
            if (dropout is not null) rand([questions, questions], generator: dropout).Dispose();
            return AnswerLayer.call(gathered);
        }
    }
}
