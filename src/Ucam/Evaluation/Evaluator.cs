using Ucam.Datasets;
using Ucam.Metrics;
using Ucam.Models;
using Ucam.Text;
using Ucam.Training;
using Ucam.Uncertainty;
using static TorchSharp.torch;

namespace Ucam.Evaluation;

/// <summary>Answers every question of a set with all uncertainties; pictures stream through in blocks.</summary>
public static class Evaluator
{
    /// <summary>One result per question, in the set's order.</summary>
    /// <exception cref="UcamException">An option is out of range or a picture cannot be read.</exception>
    public static IReadOnlyList<QuestionResult> Run(VqaNetwork network, IVqaSet set, EvaluationOptions options,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        EncodedQuestions questions = EncodedQuestions.From(set, network.Words, network.Answers);
        ILookup<int, int> byPicture = Enumerable.Range(0, questions.Count).ToLookup(i => questions.Pictures[i]);
        int[] pictures = [.. byPicture.Select(g => g.Key).Order()];
        var results = new QuestionResult[questions.Count];
        var meter = new ProgressMeter(progress, "evaluation", 1, pictures.Length);
        using var dropout = new Generator((ulong)options.Seed);
        int done = 0, size = network.Backbone.Options.InputSize;
        using var quiet = no_grad();
        foreach (PictureBatch batch in PictureBatches.Read(set, pictures, options.PicturesAtOnce, size, 0, cancel))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Tensor features = network.Backbone.call(Backbone.ToBatch(batch.Rgb, batch.Pictures.Length, size));
            int[] items = [.. batch.Pictures.SelectMany(p => byPicture[p])];
            Dictionary<int, int> rowOf = batch.Pictures.Select((p, row) => (p, row)).ToDictionary(e => e.p, e => e.row);
            int[] rows = [.. items.Select(i => rowOf[questions.Pictures[i]])];
            Answer(network, set, options, questions, features, items, rows, dropout, results);
            done += batch.Pictures.Length;
            meter.Add(1, done, batch.Pictures.Length);
        }
        return results;
    }

    private static void Answer(VqaNetwork network, IVqaSet set, EvaluationOptions options, EncodedQuestions questions, Tensor features,
        int[] items, int[] rows, Generator dropout, QuestionResult[] results)
    {
        QuestionBatch batch = questions.Batch(items);
        float[] distances = network.Familiarity is { } familiarity
            ? [.. familiarity.Distances(FamiliarityDetector.Describe(features)).data<float>()] : [];
        Tensor v = features.index_select(0, tensor(rows));
        (Tensor logits, Tensor attention) = network.Head.Answer(v, batch.Ids, batch.Lengths);
        using McResult passes = McDropout.Run(network.Head, v, batch.Ids, batch.Lengths, options.Passes, options.Mode, dropout);
        float[] mean = [.. passes.Mean.data<float>()], predictive = [.. passes.Predictive.data<float>()], expected = [.. passes.Expected.data<float>()];
        float[] variance = [.. network.Variance.call(logits).data<float>()], looked = [.. attention.mean([2]).data<float>()];
        int answers = network.Answers.Count, grid = network.Backbone.Options.Grid, cells = grid * grid;
        ParallelLoop.For(items.Length, b =>
        {
            QuestionResult result = Score(network.Answers, set.Items[items[b]], mean.AsSpan(b * answers, answers));
            results[items[b]] = result with
            {
                Predictive = predictive[b],
                Aleatoric = expected[b],
                Epistemic = predictive[b] - expected[b],
                LogitVariance = variance[b],
                Distance = distances.Length > 0 ? distances[rows[b]] : double.NaN,
                AttentionRatio = Ratio(set, items[b], looked.AsSpan(b * cells, cells), grid),
            };
        });
    }

    private static QuestionResult Score(AnswerVocabulary vocabulary, VqaItem item, ReadOnlySpan<float> mean)
    {
        int best = 0;
        for (int k = 1; k < mean.Length; k++) if (mean[k] > mean[best]) best = k;
        string[] answers = [.. item.Answers.Select(AnswerNormalizer.Normalize)];
        string truth = answers.Length == 0 ? "" : answers.GroupBy(a => a).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).First().Key;
        int truthIndex = truth.Length == 0 ? -1 : vocabulary.IndexOf(truth);
        double[] people = item.TrueDistribution is { } known ? [.. known.Values]
            : [.. answers.GroupBy(a => a).Select(g => (double)g.Count() / answers.Length)];
        return new QuestionResult
        {
            QuestionId = item.QuestionId,
            ImageId = item.ImageId,
            QuestionType = item.QuestionType,
            Question = item.Question,
            Prediction = vocabulary[best],
            Truth = truth,
            Probability = mean[best],
            TruthProbability = truthIndex < 0 ? 0 : mean[truthIndex],
            Predictive = 0,
            Aleatoric = 0,
            Epistemic = 0,
            LogitVariance = 0,
            Accuracy = answers.Length == 0 ? double.NaN : VqaAccuracy.Score(vocabulary[best], answers),
            Attainable = item.TrueDistribution is null ? double.NaN : VqaAccuracy.BestAttainable(item.TrueDistribution),
            HumanEntropy = people.Length == 0 ? double.NaN : Entropy.Nats(people),
        };
    }

    private static double Ratio(IVqaSet set, int item, ReadOnlySpan<float> attention, int grid)
    {
        if (set is not IRegionTruth truth || truth.Region(item, grid, grid) is not { } region) return double.NaN;
        double inside = 0, total = 0, area = 0;
        for (int i = 0; i < attention.Length; i++)
        {
            float share = region[i / grid, i % grid];
            inside += attention[i] * share;
            total += attention[i];
            area += share;
        }
        return area <= 0 || total <= 0 ? double.NaN : inside / total / (area / attention.Length);
    }
}
