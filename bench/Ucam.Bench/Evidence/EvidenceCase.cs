using Ucam.Explanations.Running;
using Ucam.Vqa;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Datasets.BuiltIn;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Text;
using Ucam.Vqa.Training;
using static TorchSharp.torch;

namespace Ucam.Bench.Evidence;

/// <summary>
/// How faithful the maps at the attention are, by cells of the feature map: the cells that a map ranks highest are replaced by the mean
/// feature, or alone kept, and the answer's probability is asked for again; and where each map points.
/// </summary>
internal static class EvidenceCase
{
    private const string Usage = "bench evidence [--model FILE] [--set scenes] [--data FOLDER] [--pictures N], "
        + "or bench evidence --model FILE --questions FILE --annotations FILE --features FILE";
    private static readonly string[] OwnSet = ["--questions", "--annotations", "--features"], DrawnSet = ["--set", "--data", "--pictures"];
    private const int Seed = 1, Questions = 6;
    private static readonly double[] Removed = [0.01, 0.05, 0.1, 0.2];

    public static int Execute(string[] args)
    {
        var given = new CaseOptions(args, Usage, ["--model", .. DrawnSet, .. OwnSet]);
        if (OwnSet.Any(name => given[name] is not null)) return OfFiles(given);
        BuiltInSet chosen = given.Set();
        int pictures = given.Number("--pictures", 600);
        using VqaModel model = VqaModel.Load(given["--model"] ?? chosen.Name);
        int size = model.Network.Backbone.Options.InputSize;
        IVqaSet set = chosen.Open(given["--data"]).Make(new SetRequest("test", pictures, Seed, size, Questions));
        EvidenceTable.Print(chosen.Name, Measure(model.Network, set,
            picture => model.Network.Backbone.call(Backbone.ToBatch([set.LoadPicture(picture).Resize(size, size)]))));
        return 0;
    }

    private static int OfFiles(CaseOptions given)
    {
        if (DrawnSet.FirstOrDefault(name => given[name] is not null) is { } other)
            throw new UcamException($"{other} does not go with {OwnSet[0]}: {Usage}");
        string Required(string name) => given[name] ?? throw new UcamException($"{name} is missing: {Usage}");
        using VqaModel model = VqaModel.Load(Required("--model"));
        FileSet set = DataFormats.Open("vqa", [Required("--questions"), Required("--annotations")], out DataReport report);
        report.Require();
        using FeatureFile file = FeatureFile.Open(Required("--features"));
        Evaluator.RequireGrid(model.Network, file);
        PictureFeatures pictures = PictureFeatures.Of(set, [file]);
        EvidenceTable.Print(set.Name, Measure(model.Network, set, picture =>
        {
            Tensor row = zeros(1, file.Rows * file.Columns, file.Channels);
            pictures.ReadInto([picture], row);
            return row;
        }));
        return 0;
    }

    private static Dictionary<string, List<CellScore>> Measure(VqaNetwork network, IVqaSet set, Func<int, Tensor> featuresOf)
    {
        if (network.Familiarity is null) throw new UcamException("the model holds no mean feature, by which cells are replaced; train it anew.");
        using var quiet = no_grad();
        EncodedQuestions questions = EncodedQuestions.From(set, network.Words, network.Answers);
        var scores = new Dictionary<string, List<CellScore>>();
        foreach (IGrouping<int, int> asked in Enumerable.Range(0, questions.Count).GroupBy(i => questions.Pictures[i]))
        {
            using var scope = NewDisposeScope();
            Tensor features = featuresOf(asked.Key);
            foreach (int i in asked.Where(i => set.Items[i].Answers.Count > 0)) Add(network, features, questions, set, i, scores);
        }
        return scores.Count > 0 ? scores
            : throw new UcamException("no question is answered as most people do, so there is no map to measure; give more questions.");
    }

    private static void Add(VqaNetwork network, Tensor features, EncodedQuestions questions, IVqaSet set, int item,
        Dictionary<string, List<CellScore>> scores)
    {
        using var scope = NewDisposeScope();
        QuestionBatch batch = questions.Batch([item]);
        Glimpse glimpse = network.Head.Look(features, batch.Ids, batch.Lengths);
        Tensor p = network.Head.Classify(network.Head.Gather(glimpse)).softmax(1), answer = p.argmax(1);
        string most = set.Items[item].Answers.CountBy(AnswerNormalizer.Normalize).MaxBy(said => said.Value).Key;
        if (AnswerNormalizer.Normalize(network.Answers[(int)answer.item<long>()]) != most) return;
        GradientEvidence evidence = AnswerSignals.Evidence(network.Head, glimpse, answer)[0];
        var random = new Random(item);
        (string, Tensor)[] maps =
        [
            ("attention", network.Head.Maps(glimpse).mean([2])[0]), ("evidence", evidence.Answer.sum(2).relu()[0]),
            ("assurance (−H)", evidence.Doubt.sum(2).neg().relu()[0]),
            ("random", tensor(Enumerable.Range(0, network.Head.Shape.Positions).Select(_ => random.NextSingle()).ToArray())),
        ];
        foreach ((string name, Tensor map) in maps)
        {
            if (!scores.TryGetValue(name, out List<CellScore>? list)) scores[name] = list = [];
            double[] left = Left(network, features, batch, map, answer);
            list.Add(new CellScore(left, (set as IRegionTruth)?.Region(item, network.Head.Shape.Rows, network.Head.Shape.Columns) is { } region
                ? MapAgreement.PointingGame(Grid(map, network), region) : double.NaN));
        }
    }

    // p(answer) with the highest 1, 5, 10 and 20 % of the cells replaced, and with the highest 5 % alone kept.
    private static double[] Left(VqaNetwork network, Tensor features, QuestionBatch batch, Tensor map, Tensor answer)
    {
        long positions = features.shape[1];
        Tensor mean = network.Familiarity!.Mean.narrow(0, 0, features.shape[2]), order = map.argsort(descending: true);
        var changed = new List<Tensor>();
        foreach (double share in Removed)
        {
            long cells = Math.Max(1, (long)Math.Round(share * positions));
            changed.Add(features[0].clone().index_copy_(0, order.narrow(0, 0, cells), mean.expand(cells, -1)));
        }
        Tensor kept = mean.expand(positions, -1).clone(), top = order.narrow(0, 0, Math.Max(1, positions / 20));
        kept.index_copy_(0, top, features[0].index_select(0, top));
        changed.Add(kept);
        Tensor all = stack(changed);
        (Tensor logits, _) = network.Head.Answer(all, batch.Ids.repeat(all.shape[0], 1), batch.Lengths.repeat(all.shape[0]));
        return [.. logits.softmax(1).select(1, answer.item<long>()).data<float>().Select(value => (double)value)];
    }

    private static float[,] Grid(Tensor map, VqaNetwork network) =>
        RawMaps.Arrays(map.view(1, network.Head.Shape.Rows, network.Head.Shape.Columns))[0];
}

/// <summary>What a map of one question comes to.</summary>
/// <param name="Left">p(answer) with 1, 5, 10 and 20 % of the cells removed, and with 5 % kept.</param>
/// <param name="Pointing">Whether it points into the deciding region; NaN where there is none.</param>
internal sealed record CellScore(double[] Left, double Pointing);
