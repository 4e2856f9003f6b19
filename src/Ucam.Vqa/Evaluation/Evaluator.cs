using TorchSharp;
using Ucam.Certainty.Signals;
using Ucam.Numbers;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Evaluation;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Extraction;
using static TorchSharp.torch;

namespace Ucam.Vqa;

/// <summary>Answers every question of a set with all uncertainties; pictures stream through in blocks.</summary>
public static class Evaluator
{
    /// <summary>One result per question, in the set's order.</summary>
    /// <exception cref="UcamException">An option is out of range or a picture cannot be read.</exception>
    public static IReadOnlyList<QuestionResult> Run(VqaModel model, IVqaSet set, EvaluationOptions? options = null,
        IProgress<RunProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Run(model.Network, set, options ?? new EvaluationOptions(), progress, cancel);
    }

    /// <summary>The same with a network.</summary>
    internal static IReadOnlyList<QuestionResult> Run(VqaNetwork network, IVqaSet set, EvaluationOptions options,
        IProgress<RunProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(set);
        int size = network.Backbone.Options.InputSize;
        using var quiet = no_grad();
        using var work = new Evaluation([network], set, options, EncodedQuestions.From(set, network.Words, network.Answers));
        var meter = new ProgressMeter(progress, "evaluation", "pictures", work.Pictures.Length);
        int done = 0;
        foreach (PictureBatch batch in PictureBatches.Read(set, work.Pictures, options.PicturesAtOnce, size, 0, cancel))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            work.Answer(batch.Pictures, network.Backbone.call(Backbone.ToBatch(batch.Rgb, batch.Pictures.Length, size)));
            done += batch.Pictures.Length;
            meter.Add(1, done, batch.Pictures.Length);
        }
        return work.Results;
    }

    /// <summary>The same from features that were made before, whose ids are the set's image ids; the pictures themselves are not needed.</summary>
    /// <exception cref="UcamException">An option is out of range, a picture is not in the file, or its grid is not the model's.</exception>
    internal static IReadOnlyList<QuestionResult> Run(VqaNetwork network, IVqaSet set, FeatureFile features, EvaluationOptions options,
        IProgress<RunProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(features);
        RequireGrid(network, features);
        return Run(network, set, PictureFeatures.Of(set, [features]), options, progress, cancel);
    }

    /// <summary>Refuses features of another grid than the network's.</summary>
    /// <exception cref="UcamException">The grids differ.</exception>
    internal static void RequireGrid(VqaNetwork network, FeatureFile features)
    {
        HeadShape shape = network.Head.Shape;
        if (features.Grid != (shape.Rows, shape.Columns, shape.Channels))
            throw new UcamException($"The features are {PictureFeatures.Words(features.Grid)}, the model looks at "
                + $"{shape.Rows}×{shape.Columns}×{shape.Channels}; give the features that the model was trained on.")
            { Field = "features" };
    }

    /// <summary>The same from the features of the set's pictures, on the network's device.</summary>
    internal static IReadOnlyList<QuestionResult> Run(VqaNetwork network, IVqaSet set, IPictureFeatures features, EvaluationOptions options,
        IProgress<RunProgress>? progress, CancellationToken cancel) =>
        Run([network], RunPart.Of(set, network, features), options, progress, cancel);

    /// <summary>The same on a part with features, whose rows are its set's pictures, by an ensemble of networks with the same vocabularies.</summary>
    internal static IReadOnlyList<QuestionResult> Run(IReadOnlyList<VqaNetwork> members, RunPart part, EvaluationOptions options,
        IProgress<RunProgress>? progress, CancellationToken cancel)
    {
        using var quiet = no_grad();
        using var work = new Evaluation(members, part.Set, options, part.Questions);
        var meter = new ProgressMeter(progress, "evaluation", "pictures", work.Pictures.Length);
        int done = 0;
        foreach (int[] pictures in work.Pictures.Chunk(options.PicturesAtOnce))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            work.Answer(pictures, part.Features!.Read(pictures));
            done += pictures.Length;
            meter.Add(1, done, pictures.Length);
        }
        return work.Results;
    }

    /// <summary>One evaluation under way.</summary>
    private sealed class Evaluation : IDisposable
    {
        private readonly IReadOnlyList<VqaNetwork> _members;
        private readonly IVqaSet _set;
        private readonly EvaluationOptions _options;
        private readonly EncodedQuestions _questions;
        private readonly ILookup<int, int> _byPicture;
        private readonly Generator _dropout;
        private readonly AnswerScorer _scorer;
        private readonly CallGuard.Call[] _calls;
        private readonly CertaintyEstimator? _judge;
        private readonly IReadOnlyList<CertaintySignal>? _wanted;
        private int _number;

        public Evaluation(IReadOnlyList<VqaNetwork> members, IVqaSet set, EvaluationOptions options, EncodedQuestions questions)
        {
            ArgumentNullException.ThrowIfNull(options);
            Settings.Check(options);
            (_members, _set, _options, _questions) = (members, set, options, questions);
            _byPicture = Enumerable.Range(0, questions.Count).ToLookup(i => questions.Pictures[i]);
            int[] pictures = [.. _byPicture.Select(g => g.Key).Order()];
            (int start, int length) = options.Shard?.Of(pictures.Length, options.PicturesAtOnce) ?? (0, pictures.Length);
            Pictures = pictures[start..(start + length)];
            _number = start / options.PicturesAtOnce;
            Results = new QuestionResult[questions.Count];
            _dropout = new Generator((ulong)options.Seed, members[0].Device);
            _scorer = new AnswerScorer(members[0].Answers, options.KeepDistributions);
            bool judges = members.Count == 1 && !options.KeepSignals && Judgement.Missing(members[0], options.Passes, options.Mode) is null;
            _judge = judges ? members[0].Certainty : null;
            _wanted = members.Count > 1 ? null : options.KeepSignals ? CertaintySignals.All : _judge?.Used;
            _calls = [.. members.Select(member => member.Calls.Enter(member))];
            if (start > 0 && OneStream && options.Passes > 0) PassOver(pictures[..start]);
        }

        // Another device's numbers cannot be passed over: there each batch has a stream of its own.
        private bool OneStream => _members[0].Device.type == DeviceType.CPU;

        /// <summary>The pictures that are asked about.</summary>
        public int[] Pictures { get; }

        public QuestionResult[] Results { get; }

        /// <summary>Answers the questions about some pictures from their features (N,P,C).</summary>
        public void Answer(int[] pictures, Tensor features)
        {
            int[] items = ItemsOf(pictures);
            int[] rows = [.. pictures.SelectMany((p, row) => Enumerable.Repeat(row, _byPicture[p].Count()))];
            Device device = _members[0].Device;
            var groups = new QuestionGroups(pictures.Select(p => _byPicture[p].Count()));
            QuestionBatch batch = _questions.Batch(items).To(device) with { Groups = groups };
            Tensor? measured = _members[0].Familiarity?.DistancesOf(features);
            float[] distances = measured is null ? [] : Numbers(measured);
            if (!OneStream) _dropout.manual_seed(((long)_options.Seed << 32) | (uint)_number);
            _number++;
            EnsembleAnswer answer = EnsembleAnswer.Of(_members, features.to(device), batch, _options, _dropout);
            float[] mean = Numbers(answer.Mean), predictive = Numbers(answer.Predictive), expected = Numbers(answer.Expected);
            float[] variance = Numbers(answer.Variance), looked = Numbers(answer.Attention);
            SignalTable? signals = _wanted is not null && answer.Single is var (glimpse, gathered, passes)
                ? CertaintySignals.Measure(AnswerSignals.Of(_members[0], measured, batch, (glimpse, gathered), passes), _wanted) : null;
            SignalTable? judged = _judge is null ? null : signals;
            bool parted = _options.Passes > 0 || _members.Count > 1;
            int answers = _members[0].Answers.Count, positions = (int)answer.Attention.shape[1], grid = (int)Math.Sqrt(positions);
            ParallelLoop.For(items.Length, b =>
            {
                QuestionResult result = _scorer.Score(_set.Items[items[b]], mean.AsSpan(b * answers, answers)) with
                {
                    Predictive = predictive[b],
                    Aleatoric = parted ? expected[b] : double.NaN,
                    Epistemic = parted ? predictive[b] - expected[b] : double.NaN,
                    LogitVariance = variance[b],
                    Distance = distances.Length > 0 ? distances[rows[b]] : double.NaN,
                    Signals = _options.KeepSignals ? signals?.At([b]) : null,
                    Certainty = judged is null ? null : Judgement.WithSet(_judge!.Judge(judged.Row(b)), _members[0],
                        mean.AsSpan(b * answers, answers), _set.Items[items[b]].Question),
                };
                Results[items[b]] = MapScorer.Add(result, _set, items[b], looked.AsSpan(b * positions, positions), grid, _options);
            });
        }

        private int[] ItemsOf(int[] pictures) => [.. pictures.SelectMany(p => _byPicture[p])];

        // Of the batches before this part's, so that its masks are those of the whole.
        private void PassOver(int[] pictures)
        {
            PassDraws[] draws = [.. _members.Select(member => PassDraws.Of(member, _options.Mode))];
            foreach (int[] some in pictures.Chunk(_options.PicturesAtOnce))
            {
                int[] items = ItemsOf(some);
                foreach (PassDraws of in draws)
                    SeededNumbers.Skip(_dropout, _options.Passes * of.Numbers(items.Length, some.Length, _questions.Longest(items)));
            }
        }

        public void Dispose()
        {
            foreach (CallGuard.Call call in _calls) call.Dispose();
            _dropout.Dispose();
        }

        private static float[] Numbers(Tensor tensor) => [.. tensor.cpu().data<float>()];
    }
}
