using Ucam.Certainty.Estimation;
using Ucam.Vqa.Evaluation;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Evaluation;

[Collection(GlobalRandomState.Name)]
public sealed class MatchFitTests : IDisposable
{
    private const int Pictures = 240, Each = 5;

    private readonly VqaNetwork _network;

    public MatchFitTests()
    {
        manual_seed(6);
        _network = SmallModels.Network(SmallModels.Config with { Model = SmallModels.WithoutDropout });
    }

    public void Dispose() => _network.Dispose();

    /// <summary>Every picture is of one of two kinds, and is asked about its kind alone; or, where nothing belongs, about any.</summary>
    private sealed class Kinds(bool belong, int pictures = Pictures) : IVqaSet
    {
        public string Name => "kinds";

        public int PictureCount => pictures;

        public IReadOnlyList<VqaItem> Items { get; } = [.. Enumerable.Range(0, pictures * Each).Select(i => new VqaItem
        {
            QuestionId = i + 1,
            ImageId = i / Each + 1,
            Picture = i / Each,
            Question = KindOf(belong ? i / Each : i) ? "what colour is the ball" : "is there a cube",
            Answers = [.. Enumerable.Repeat(KindOf(i / Each) ? "red" : "yes", 10)],
        })];

        public Picture LoadPicture(int index) => throw new NotSupportedException();
    }

    // In no order that a rotation or a parity could follow.
    private static bool KindOf(int number) => number * 2654435761L % 1000003 % 2 == 0;

    private sealed class Drawn(int channels, int positions) : IPictureFeatures
    {
        public int Count => Pictures;

        public int Rows => 1;

        public int Columns => positions;

        public int Channels => channels;

        public void ReadInto(ReadOnlySpan<int> rows, Tensor target)
        {
            using var scope = NewDisposeScope();
            for (int i = 0; i < rows.Length; i++)
            {
                Tensor base1 = Tensors.Normal(100 + rows[i], positions, channels).abs() * 0.1;
                base1[TensorIndex.Colon, KindOf(rows[i]) ? 0 : 1] += 3;
                target[i].copy_(base1);
            }
        }
    }

    private HeldOutPart Held(bool belong, int pictures = Pictures)
    {
        HeadShape shape = _network.Head.Shape;
        return new HeldOutPart(new Kinds(belong, pictures), new Drawn(shape.Channels, shape.Positions), HasPictures: false);
    }

    private MatchFolds Fit(HeldOutPart held) => MatchFit.Run(_network, held, 1, TestContext.Current.CancellationToken);

    private double[] Mismatch(HeldOutPart held, MatchDetector detector, int by)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        EncodedQuestions questions = EncodedQuestions.From(held.Set, _network.Words, _network.Answers);
        int[] rows = [.. held.Set.Items.Select(item => (item.Picture + by) % Pictures)];
        QuestionBatch batch = questions.Batch([.. Enumerable.Range(0, questions.Count)]);
        return detector.Mismatch(_network.Head.Gather(_network.Head.Look(held.Features!.Read(rows), batch.Ids, batch.Lengths))).Numbers();
    }

    [Fact]
    public void It_learns_which_questions_belong_to_a_picture_and_each_half_knows_the_other()
    {
        HeldOutPart held = Held(belong: true);
        using MatchFolds folds = Fit(held);
        folds.AreTaught.Should().BeTrue();
        folds.FoldOf.Count(fold => fold == 0).Should().Be(Pictures / 2);
        using MatchDetector whole = folds.Whole()!;
        double[] own = Mismatch(held, whole, 0), other = Mismatch(held, whole, 7);
        bool[] same = [.. held.Set.Items.Select(item => KindOf(item.Picture) == KindOf((item.Picture + 7) % Pictures))];
        double[] misplaced = [.. other.Where((_, i) => !same[i])];
        RankingMetrics.Auroc([.. misplaced, .. own], [.. misplaced.Select(_ => 1.0), .. own.Select(_ => 0.0)]).Should().BeGreaterThan(0.95);
        int[] all = [.. Enumerable.Range(0, Pictures)];
        (int[] Pictures, MatchDetector? Unseen)[] parts = [.. folds.Part(all)];
        parts.SelectMany(part => part.Pictures).Order().Should().Equal(all);
        parts[0].Unseen.Should().BeSameAs(folds.Detectors[1], "it learned from the pictures of the other part");
    }

    [Fact]
    public void Where_any_question_is_about_any_picture_there_is_nothing_to_learn()
    {
        using MatchFolds folds = Fit(Held(belong: false));
        folds.AreTaught.Should().BeFalse();
        folds.Whole().Should().BeNull();
        folds.Part([3, 1]).Should().BeEquivalentTo([(new[] { 3, 1 }, (MatchDetector?)null)]);
    }

    [Fact]
    public void Few_questions_teach_nothing()
    {
        using MatchFolds folds = Fit(Held(belong: true, MatchFit.FewestQuestions / Each - 1));
        folds.AreTaught.Should().BeFalse();
    }

    [Fact]
    public void The_same_seed_teaches_the_same_and_leaves_nothing_behind()
    {
        using MatchFolds once = Fit(Held(belong: true));
        long before = Tensors.Live;
        using (MatchFolds again = Fit(Held(belong: true)))
            again.Detectors[0].Tensors[0].Numbers().Should().Equal(once.Detectors[0].Tensors[0].Numbers());
        Tensors.Live.Should().Be(before);
    }

    [Fact]
    public void Held_out_answers_then_hold_misplaced_questions_judged_by_who_saw_neither()
    {
        HeldOutPart held = Held(belong: true);
        HeldOut answers = HeldOutAnswers.Collect(_network, held, new EvaluationOptions { Passes = 10 }, null, TestContext.Current.CancellationToken);
        answers.Rows(AnswerKind.Clean).Should().HaveCount(Pictures * Each);
        answers.Rows(AnswerKind.Misplaced).Length.Should().Be(Pictures / 4 * Each);
        double[] mismatch = answers.Signals.Column(answers.Signals.Names.ToList().IndexOf("mismatch"));
        double[] Of(AnswerKind kind) => [.. answers.Rows(kind).Select(i => mismatch[i])];
        double[] own = Of(AnswerKind.Clean), moved = Of(AnswerKind.Misplaced);
        // Half of them are about pictures of their own kind all the same, so that 0.75 is the most.
        RankingMetrics.Auroc([.. moved, .. own], [.. moved.Select(_ => 1.0), .. own.Select(_ => 0.0)]).Should().BeGreaterThan(0.65);
        _network.Match.Should().NotBeNull();
    }

    [Fact]
    public void A_question_moves_to_another_picture_with_what_people_said_of_its_own()
    {
        IVqaSet set = Held(belong: true).Set, moved = HeldOutChange.OtherPicture.Of(set, _network, 3);
        int[] by = [.. set.Items.Zip(moved.Items, (a, b) => (b.Picture - a.Picture + Pictures) % Pictures).Distinct()];
        by.Should().ContainSingle().Which.Should().BeInRange(1, Pictures - 1);
        moved.Items.Select(item => (item.Question, item.Answers)).Should().Equal(set.Items.Select(item => (item.Question, item.Answers)));
        HeldOutChange.OtherPicture.Of(set, _network, 3).Items[0].Picture.Should().Be(moved.Items[0].Picture);
    }
}
