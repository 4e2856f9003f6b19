using Ucam.Vqa.Models;
using Ucam.Vqa.Tests.Training;
using Ucam.Vqa.Text;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Evaluation;

public sealed class EvaluatorTests : IDisposable
{
    private static readonly HeadOptions Certain = TinyTraining.Model with { QuestionDropout = 0, ClassifierDropout = 0 };
    private readonly SceneSet _set = TinyTraining.Scenes(SceneSplit.Test, pictures: 9, questions: 3);
    private readonly VqaNetwork _network;

    public EvaluatorTests()
    {
        _network = TinyTraining.Network(_set);
        _network.Freeze();
    }

    public void Dispose() => _network.Dispose();

    private static IReadOnlyList<QuestionResult> Run(VqaNetwork network, IVqaSet set, EvaluationOptions? options = null) =>
        Evaluator.Run(network, set, options ?? new EvaluationOptions { Passes = 5 }, cancel: TestContext.Current.CancellationToken);

    [Fact]
    public void Every_question_has_its_result_in_order()
    {
        IReadOnlyList<QuestionResult> results = Run(_network, _set);
        results.Select(r => (r.QuestionId, r.ImageId, r.Question, r.QuestionType))
            .Should().Equal(_set.Items.Select(i => (i.QuestionId, i.ImageId, i.Question, i.QuestionType)));
        foreach ((QuestionResult r, VqaItem item) in results.Zip(_set.Items))
        {
            r.Predictive.Should().BeApproximately(r.Aleatoric + r.Epistemic, 1e-9);
            r.Epistemic.Should().BeGreaterThanOrEqualTo(0);
            r.LogitVariance.Should().BePositive();
            r.Accuracy.Should().Be(VqaAccuracy.Score(r.Prediction, item.Answers));
            r.Attainable.Should().Be(VqaAccuracy.BestAttainable(item.TrueDistribution!));
            item.Answers.Count(a => a == r.Truth).Should().Be(item.Answers.GroupBy(a => a).Max(g => g.Count()));
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_results_and_another_others()
    {
        Run(_network, _set).Should().Equal(Run(_network, _set));
        Run(_network, _set, new EvaluationOptions { Passes = 5, Seed = 2 }).Should().NotEqual(Run(_network, _set));
    }

    [Fact]
    public void How_many_pictures_are_held_at_once_changes_nothing_but_the_masks()
    {
        using VqaNetwork network = TinyTraining.Network(_set, model: Certain);
        network.Freeze();
        IReadOnlyList<QuestionResult> whole = Run(network, _set),
            parts = Run(network, _set, new EvaluationOptions { Passes = 2, PicturesAtOnce = 2 });
        parts.Select(r => r.Prediction).Should().Equal(whole.Select(r => r.Prediction));
        parts.Select(r => r.Predictive).ToArray().ShouldBeNear(whole.Select(r => r.Predictive).ToArray(), 1e-4);
        parts.Should().AllSatisfy(r => r.Epistemic.Should().BeLessThan(1e-5));
    }

    [Fact]
    public void Attention_without_preference_is_at_chance()
    {
        using var quiet = no_grad();
        foreach (Tensor scores in _network.Head.state_dict().Where(e => e.Key.Contains("scores")).Select(e => e.Value)) scores.zero_();
        IReadOnlyList<QuestionResult> results = Run(_network, _set);
        int grid = TinyTraining.Backbone.Grid;
        for (int i = 0; i < results.Count; i++)
        {
            if (_set.Region(i, grid, grid) is null) results[i].AttentionRatio.Should().Be(double.NaN);
            else results[i].AttentionRatio.Should().BeApproximately(1, 1e-3);
        }
        results.Should().Contain(r => double.IsFinite(r.AttentionRatio));
    }

    [Fact]
    public void An_unlabelled_question_has_an_answer_but_no_accuracy()
    {
        var set = new EncodedQuestionsTests.Items(new VqaItem { QuestionId = 1, ImageId = 1, Picture = 0, Question = "Is it red?" });
        QuestionResult result = Run(_network, set).Should().ContainSingle().Which;
        result.Prediction.Should().NotBeEmpty();
        result.Truth.Should().BeEmpty();
        new[] { result.Accuracy, result.Attainable, result.HumanEntropy, result.AttentionRatio, result.Distance }
            .Should().AllBeEquivalentTo(double.NaN);
        result.IsRight.Should().BeFalse();
    }

    private sealed class Broken(IVqaSet set) : IVqaSet, IRegionTruth
    {
        public string Name => set.Name;

        public int PictureCount => set.PictureCount;

        public IReadOnlyList<VqaItem> Items => set.Items;

        public Picture LoadPicture(int picture) => set.LoadPicture(picture);

        public float[,]? Region(int item, int rows, int columns) => throw new UcamException("the mask is broken");
    }

    [Fact]
    public void A_mask_that_cannot_be_read_is_told_as_it_is()
    {
        var run = () => Run(_network, new Broken(_set));
        run.Should().Throw<UcamException>().WithMessage("the mask is broken");
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(10_001, 1)]
    [InlineData(1, 0)]
    public void Impossible_settings_are_refused(int passes, int pictures)
    {
        var run = () => Run(_network, _set, new EvaluationOptions { Passes = passes, PicturesAtOnce = pictures });
        run.Should().Throw<UcamException>();
    }

    [Fact]
    public void An_evaluation_leaves_no_tensors_behind()
    {
        Run(_network, _set);
        long before = Tensors.Live;
        Run(_network, _set);
        Tensors.Live.Should().Be(before);
    }
}
