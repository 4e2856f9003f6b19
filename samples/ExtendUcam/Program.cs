using ExtendUcam;
using Ucam;
using Ucam.Vqa;
using static TorchSharp.torch;

// One of each is added by one call, and is then known by its name like those of the library.
ExplanationMethods.Add(new ExplanationEntry("power-cam", "Power-CAM", "this sample", _ => new PowerCam()) { NeedsLayer = true });
UncertaintyEstimators.Add("margin", setup => new Margin(setup.Network));
DataFormats.Add(new PipeFormat());
VqaMethods.Add(new VqaMethod("dot", "Dot", "this sample", new HeadOptions { Method = "dot" }, new HeadOptions { Method = "dot" },
    (options, shape) => new Dot(options, shape)));
EvaluationMetrics.Add(new EvaluationMetric("sure_mistakes", "Sure mistakes", MetricDirection.Lower,
    results => results.Average(r => !r.IsRight && r.Probability > 0.5 ? 1.0 : 0.0)));

string folder = Directory.CreateTempSubdirectory("extend-ucam").FullName;
try
{
    // The format: drawn pictures and a file of questions about them.
    var scenes = new SceneSet(new SceneSetOptions { Pictures = 30, QuestionsPerPicture = 4 });
    for (int i = 0; i < scenes.PictureCount; i++) scenes.LoadPicture(i).SavePng(Path.Combine(folder, $"{i}.png"));
    string questions = Path.Combine(folder, "scenes.pipes");
    File.WriteAllLines(questions, scenes.Items.Select(item => $"{item.Picture}.png | {item.Question} | {item.Answers[0]}"));
    FileSet set = DataFormats.Open("pipes", [questions, folder], out DataReport report);
    Console.WriteLine($"format pipes: {report.Usable} questions about {set.PictureCount} pictures");

    // The method is trained on them, too briefly to learn anything, and tested by the metric.
    var run = new RunOptions { Folder = Path.Combine(folder, "run") };
    RunResult result = VqaTraining.Run(set, run, model: new HeadOptions { Method = "dot" }, epochs: 1);
    SummaryLine test = result.Summaries[0].Summary.Overall;
    Console.WriteLine($"method dot: {test.Accuracy:P0} of {test.Questions} held-out questions right after one epoch");
    Console.WriteLine($"metric sure_mistakes: {test.Added["sure_mistakes"]:P0}");

    // The map explains the trained model.
    using var model = VqaModel.Load(result.ModelPath);
    RawMap map = model.Explain(scenes.LoadPicture(0), scenes.Items[0].Question, ["power-cam"])[0];
    Console.WriteLine($"map {map.Method}: {map.Values.GetLength(0)}×{map.Values.GetLength(1)} cells, up to {map.Values.Cast<float>().Max():G2}");

    // The estimator takes any classifier.
    using var classifier = nn.Sequential(("flat", nn.Flatten()), ("fc", nn.Linear(12, 3)));
    using Tensor input = rand(4, 3, 2, 2);
    using UncertaintyBatch doubt = UncertaintyEstimators.Create("margin", new EstimatorSetup { Network = classifier }).Estimate(input);
    Console.WriteLine($"estimator margin: {string.Join(", ", doubt.Score.data<float>().Select(score => score.ToString("F2")))}");
}
finally
{
    Directory.Delete(folder, recursive: true);
}
