using Ucam.Studies;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

// Any TorchSharp classifier: here one that learns in a moment which colour the faint square in a noisy picture has.
manual_seed(1);
using var model = Sequential(("conv1", Conv2d(3, 16, 3, padding: 1)), ("relu1", ReLU()), ("conv2", Conv2d(16, 32, 3, padding: 1)), ("relu2", ReLU()),
    ("pool", AdaptiveMaxPool2d([1, 1])), ("flat", Flatten()), ("drop", Dropout(0.3)), ("fc", Linear(32, 3)));
var random = new Random(1);
(Tensor Input, Tensor Target) Batch(int count, bool isKnown = true)
{
    (Tensor pictures, long[] colours) = (randn(count, 3, 32, 32), new long[count]);
    for (int i = 0; i < count; i++)
    {
        colours[i] = random.Next(3);
        using var scope = NewDisposeScope();
        // What is foreign has a square of all colours at once.
        pictures[i].narrow(0, isKnown ? colours[i] : 0, isKnown ? 1 : 3).narrow(1, random.Next(22), 10).narrow(2, random.Next(22), 10)
            .add_(0.3 + 0.7 * random.NextDouble());
    }
    return (pictures, tensor(colours));
}
var optimiser = optim.Adam(model.parameters(), 0.005);
for (int step = 0; step < 120; step++)
{
    using var scope = NewDisposeScope();
    (Tensor input, Tensor target) = Batch(32);
    optimiser.zero_grad();
    functional.cross_entropy(model.call(input), target).backward();
    optimiser.step();
}
var options = new TrustOptions { Layer = "relu2", Foreign = [Batch(200, isKnown: false).Input], Classes = ["red", "green", "blue"] };
TrustReport report = Trust.Of(model, [Batch(200), Batch(200), Batch(200)], [Batch(200), Batch(200)], options);
report.WriteHtml("trust.html");
report.WriteCsv("trust.csv");
Console.WriteLine($"{report.Value("answers", "test", "accuracy"):P1} right; certainty tells right from wrong with an AUROC of "
    + $"{report.Value("selection", "certainty", "auroc"):F2}; {report.Numbers.Count} numbers in trust.csv");
