using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace UcamClassifier;

/// <summary>A small convolutional network. Dropout lets it be asked as many slightly different networks, whose disagreement is doubt.</summary>
internal sealed class Network : nn.Module<Tensor, Tensor>
{
    /// <summary>The layer whose maps are shown.</summary>
    public const string Layer = "features.relu2";

    private readonly Sequential features, classify;

    public Network(int classes) : base(nameof(Network))
    {
        features = nn.Sequential(
            ("conv1", nn.Conv2d(3, 16, 5, padding: 2)), ("relu1", nn.ReLU()), ("pool1", nn.MaxPool2d(2)),
            ("conv2", nn.Conv2d(16, 32, 3, padding: 1)), ("relu2", nn.ReLU()));
        classify = nn.Sequential(
            ("pool", nn.AdaptiveMaxPool2d([1, 1])), ("flat", nn.Flatten()), ("drop", nn.Dropout(0.3)), ("fc", nn.Linear(32, classes)));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => classify.call(features.call(input));

    /// <summary>Learns from pictures, a few at a time, each as often as there are epochs.</summary>
    public void Learn(LabelledPictures pictures, int epochs)
    {
        const int Batch = 32;
        var optimiser = optim.Adam(parameters(), 0.003);
        train();
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            Tensor order = randperm(pictures.Count);
            for (int at = 0; at < pictures.Count; at += Batch)
            {
                using var scope = NewDisposeScope();
                Tensor some = order[TensorIndex.Slice(at, at + Batch)];
                optimiser.zero_grad();
                nn.functional.cross_entropy(call(pictures.Inputs[some]), pictures.Labels[some]).backward();
                optimiser.step();
            }
        }
        eval();
    }
}
