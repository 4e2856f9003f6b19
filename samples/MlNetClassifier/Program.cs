using Microsoft.ML;
using Ucam;
using static Microsoft.ML.Transforms.ValueToKeyMappingEstimator;
using static TorchSharp.torch;

manual_seed(1);
var (ml, random) = (new MLContext(seed: 1), new Random(1));
Shape[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => Shape.Draw(random))];

// ML.NET trains, and writes the classifier as ONNX, with the pixels as its only input.
var trained = ml.Transforms.Conversion.MapValueToKey(nameof(Shape.Kind), keyOrdinality: KeyOrdinality.ByValue)
    .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(nameof(Shape.Kind), nameof(Shape.Pixels)))
    .Fit(ml.Data.LoadFromEnumerable(Draw(2000)));
using (FileStream file = File.Create("lines.onnx"))
    ml.Model.ConvertToOnnx(trained.LastTransformer, ml.Data.LoadFromEnumerable<Drawing>([]), file, "Score");

using var model = OnnxModel.Open("lines.onnx");
Tensor Input(Shape[] shapes) => tensor([.. shapes.SelectMany(shape => shape.Pixels)]).view(-1, 1, Drawing.Side, Drawing.Side);
ModelOutput Scores(Tensor pictures) => model.Forward([pictures.flatten(1)]);

// Copies with other noise take the place of passes; on drawings whose kind is known P(right) is fitted to them, on others it is tried.
(CertaintyInput Answers, double[] Right) Asked(Shape[] shapes)
{
    Tensor noise = 0.2 * randn(8 * shapes.Length, 1, Drawing.Side, Drawing.Side);
    Tensor each = Scores(Input(shapes).repeat_interleave(8, 0) + noise).Scores.softmax(1).view(shapes.Length, 8, -1), mean = each.mean([1]);
    long[] answers = mean.argmax(1).data<long>().ToArray();
    return (new CertaintyInput(mean, special.entr(mean).sum(1), special.entr(each).sum(2).mean([1])),
        [.. shapes.Select((shape, i) => shape.Kind == answers[i] ? 1.0 : 0)]);
}
var (known, other) = (Asked(Draw(500)), Asked(Draw(500)));
var judged = CertaintyEstimator.Fit([known.Answers], known.Right).Judge(other.Answers).Zip(other.Right, (certainty, right) => (certainty, right));
foreach (var answers in judged.GroupBy(answer => answer.certainty.Words))
    Console.WriteLine($"{answers.Count()} {answers.Key}: right with {answers.Average(answer => answer.certainty.Probability):P0}, "
        + $"and {answers.Average(answer => answer.right):P0} are");

Shape[] shown = Draw(1);
using var explain = new Explainer(inputs => Scores(inputs[0]));
ActivationMap why = explain.Map(new Occlusion(), Input(shown), (int)shown[0].Kind);
Console.WriteLine($"{MapAgreement.EnergyInRegion(why.Values, shown[0].Line):P0} of the map on the line, "
    + $"which is {MapAgreement.ChanceEnergy(shown[0].Line):P0} of the picture");
byte[] grey = [.. shown[0].Pixels.SelectMany(pixel => Enumerable.Repeat((byte)(255 * pixel), 3))];
why.Overlay(new Picture(Drawing.Side, Drawing.Side, grey).Resize(256, 256)).SavePng("why.png");
