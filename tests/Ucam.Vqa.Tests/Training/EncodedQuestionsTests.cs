using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Text;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Training;

public class EncodedQuestionsTests
{
    private static readonly QuestionVocabulary Words = QuestionVocabulary.FromList(["is", "it", "red"]);
    private static readonly AnswerVocabulary Known = AnswerVocabulary.FromList(["yes", "no"]);

    internal sealed record Items(params VqaItem[] All) : IVqaSet
    {
        public string Name => "items";

        public int PictureCount => All.Max(i => i.Picture) + 1;

        IReadOnlyList<VqaItem> IVqaSet.Items => All;

        public Picture LoadPicture(int picture) => new(32, 32, new byte[32 * 32 * 3]);
    }

    private static VqaItem Item(int picture, string question, params string[] answers) =>
        new() { QuestionId = 1, ImageId = 1, Picture = picture, Question = question, Answers = answers };

    private static EncodedQuestions Encode(params VqaItem[] items) => EncodedQuestions.From(new Items(items), Words, Known);

    [Fact]
    public void A_batch_is_padded_and_its_targets_are_shares_of_all_people()
    {
        using var scope = NewDisposeScope();
        QuestionBatch batch = Encode(Item(0, "Is it red?", "Yes.", "yes", "maybe", "no"), Item(1, "Red?")).Batch([0, 1]);
        batch.Ids.shape.Should().Equal(2, 3);
        batch.Ids.Numbers().Should().Equal(2, 3, 4, 4, 0, 0);
        batch.Lengths.Numbers().Should().Equal(3, 1);
        batch.Targets.Numbers().Should().Equal(0.5, 0.25, 0, 0);
    }

    [Fact]
    public void About_a_word_in_a_hundred_becomes_unknown_where_a_random_state_is_given()
    {
        using var scope = NewDisposeScope();
        EncodedQuestions questions = Encode(Item(0, string.Join(' ', Enumerable.Repeat("red", 1000))));
        int[] twenty = new int[20];
        questions.Batch(twenty, new Random(1)).Ids.Numbers().Count(id => id == QuestionVocabulary.UnknownId).Should().BeInRange(140, 260);
        questions.Batch(twenty).Ids.Numbers().Should().AllSatisfy(id => id.Should().Be(4));
    }

    [Fact]
    public void Padding_never_becomes_unknown()
    {
        using var scope = NewDisposeScope();
        EncodedQuestions questions = Encode(Item(0, string.Join(' ', Enumerable.Repeat("red", 1000))), Item(0, "red"));
        double[] ids = questions.Batch([0, 1], new Random(1)).Ids.Numbers();
        ids[1001..].Should().AllSatisfy(id => id.Should().Be(QuestionVocabulary.PaddingId));
    }

    [Fact]
    public void A_grouped_order_holds_every_question_once_and_keeps_pictures_together()
    {
        EncodedQuestions questions = Encode([.. Enumerable.Range(0, 30).Select(i => Item(i % 7, "red"))]);
        int[] order = questions.GroupedOrder(1, 1);
        order.Order().Should().Equal(Enumerable.Range(0, 30));
        int[] pictures = [.. order.Select(i => questions.Pictures[i])];
        pictures.Where((p, i) => i == 0 || pictures[i - 1] != p).Should().OnlyHaveUniqueItems();
        questions.GroupedOrder(1, 2).Should().NotEqual(order);
    }

    [Theory]
    [InlineData(new[] { 5, 5, 6, 6, 2, 2 }, new[] { 5, 6, 2 }, 1)]
    [InlineData(new[] { 5, 5, 5 }, new[] { 5 }, 1)]
    [InlineData(new[] { 5, 6, 7 }, new[] { 5, 6, 7 }, 1)]
    [InlineData(new[] { 5, 5, 6 }, new[] { 5, 6 }, 2)]
    [InlineData(new[] { 5, 5, 6, 7 }, new[] { 5, 6, 7 }, 2)]
    [InlineData(new[] { 5, 6, 6, 6, 2 }, new[] { 5, 6, 2 }, 3)]
    public void A_picture_is_read_once_for_any_number_of_successive_questions(int[] pictures, int[] rows, int groups)
    {
        PictureRows shared = Encode([.. pictures.Select(p => Item(p, "red"))]).RowsOf([.. Enumerable.Range(0, pictures.Length)]);
        shared.Rows.Should().Equal(rows);
        (shared.Groups.Count, shared.Groups.Pictures, shared.Groups.Questions).Should().Be((groups, rows.Length, pictures.Length));
    }

    [Fact]
    public void In_shuffled_order_every_question_has_a_row_of_its_own() =>
        Encode(Item(1, "red"), Item(1, "red"), Item(0, "red")).RowsOf([0, 1, 2], QuestionOrder.Shuffled).Rows.Should().Equal(1, 1, 0);

    [Fact]
    public void Batches_hold_every_question_once_with_pictures_of_equally_many_together()
    {
        int[] counts = [.. Enumerable.Range(0, 60).Select(p => 1 + p * 7 % 5)];
        EncodedQuestions questions = Encode([.. counts.SelectMany((count, p) => Enumerable.Repeat(Item(p, "red"), count))]);
        foreach (int[][] batches in new[] { questions.Batches(QuestionOrder.Grouped, 1, 1, 64), [.. questions.InTurn(64)] })
        {
            batches.SelectMany(b => b).Order().Should().Equal(Enumerable.Range(0, questions.Count));
            batches.Should().AllSatisfy(b => questions.RowsOf(b).Groups.Count.Should().BeLessThanOrEqualTo(6));
        }
        IEnumerable<int[]> inOrder = questions.GroupedOrder(1, 1).Chunk(64);
        foreach ((int[] batch, int[] chunk) in questions.Batches(QuestionOrder.Grouped, 1, 1, 64).Zip(inOrder))
            batch.Order().Should().Equal(chunk.Order());
    }

    [Theory]
    [InlineData(64)]
    [InlineData(50)]
    public void Where_every_picture_has_equally_many_questions_their_order_is_left_alone(int batch)
    {
        EncodedQuestions questions = Encode([.. Enumerable.Range(0, 240).Select(i => Item(i / 8, "red"))]);
        questions.Batches(QuestionOrder.Grouped, 1, 1, batch).SelectMany(b => b).Should().Equal(questions.GroupedOrder(1, 1));
        questions.InTurn(batch).SelectMany(b => b).Should().Equal(Enumerable.Range(0, 240));
    }

    [Fact]
    public void An_empty_question_is_refused_by_its_number()
    {
        var encode = () => Encode(Item(0, "red"), Item(1, "?!"));
        encode.Should().Throw<UcamException>().WithMessage("*question 1: The question is empty*");
    }
}
