using Ucam.Vqa;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Text;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;

namespace Ucam.Bench;

/// <summary>An epoch of every method's small head on pictures with 4 to 20 questions each, against as many questions with 8 a picture.</summary>
internal static class SharedCase
{
    private const int Grid = 8, Channels = 128, Batch = 256;

    public static IEnumerable<BenchRow> Run(BenchOptions options)
    {
        int pictures = options.Count ?? 128;
        CountedSet even = CountedSet.Even(pictures), uneven = CountedSet.Uneven(pictures);
        var words = QuestionVocabulary.Build(even.Items.Concat(uneven.Items).Select(i => i.Question));
        var answers = AnswerVocabulary.Build(even.Items.Concat(uneven.Items).SelectMany(i => i.Answers), 3000);
        EncodedQuestions ofEven = EncodedQuestions.From(even, words, answers), ofUneven = EncodedQuestions.From(uneven, words, answers);
        using var scope = NewDisposeScope();
        Tensor features = rand(pictures, Grid * Grid, Channels);
        foreach (VqaMethod method in VqaMethods.All)
        {
            using VqaHead head = method.Create(method.Small, new HeadShape(Channels, Grid, Grid, words.Count, answers.Count));
            using IDisposable threads = ComputeThreads.For(Batch * head.Work);
            using var variance = new VarianceHead(answers.Count);
            using var step = new HeadStep(head, variance, new HeadRecipe());
            void Epoch(EncodedQuestions questions, bool copies) => Train(head, step, questions, features, copies);
            Comparison shared = Comparison.Of(options.Runs ?? 5, work: () => Epoch(ofUneven, false), baseline: () => Epoch(ofEven, false));
            Comparison copied = Comparison.Of(options.Runs ?? 5, work: () => Epoch(ofUneven, true), baseline: () => Epoch(ofEven, false), warmUps: 0);
            string sizes = $"{method.Title}, {even.Items.Count} questions, batch {Batch}, {Grid}×{Grid}×{Channels}";
            string note = $"{uneven.Items.Count / shared.Work.TotalSeconds:F0} questions/s; target at most 1.15; "
                + $"with a copy of the picture for each question {copied.Work / copied.Baseline:F2}";
            yield return new BenchRow("shared", sizes, "f32", get_num_threads(), shared, "8 a picture", note);
        }
    }

    private static void Train(VqaHead head, HeadStep step, EncodedQuestions questions, Tensor features, bool copies)
    {
        using Generator dropout = new(1), noise = new(2);
        foreach (int[] items in questions.Batches(QuestionOrder.Grouped, 1, 1, Batch))
        {
            using var scope = NewDisposeScope();
            head.zero_grad();
            PictureRows rows = questions.RowsOf(items, copies ? QuestionOrder.Shuffled : QuestionOrder.Grouped);
            Tensor seen = features.index_select(0, tensor(Array.ConvertAll(rows.Rows, r => (long)r)));
            step.Backward(seen, questions.Batch(items) with { Groups = rows.Groups }, dropout, noise, 1);
        }
    }
}
