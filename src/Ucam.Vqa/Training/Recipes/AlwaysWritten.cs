using Ucam;
using Ucam.Vqa;
using Ucam.Vqa.Datasets.BuiltIn.Nlvr;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Training.Recipes;

// The keys of the first published runs. They stay as they are: a new key does not belong here, and needs nothing else.
[assembly: AlwaysWritten(typeof(VqaConfig), "Name Backbone Model Words Answers")]
[assembly: AlwaysWritten(typeof(HeadOptions), "Method Embedding Lstm ForgetBias Attention Joint JointScale Rank Glimpses Classifier Positions "
    + "PositionScale FeatureScale ImageDropout QuestionDropout AttentionDropout ClassifierDropout")]
[assembly: AlwaysWritten(typeof(BackboneOptions), "InputSize Channels Blocks FirstStride Pool Stride Grid")]
[assembly: AlwaysWritten(typeof(Recipe), "Name Seed Data Backbone Model Training Evaluation")]
[assembly: AlwaysWritten(typeof(DataRecipe), "Set Train Validation Test QuestionsPerPicture")]
[assembly: AlwaysWritten(typeof(FileDataRecipe), "Format Training Validation HeldOut Test Grid Channels")]
[assembly: AlwaysWritten(typeof(FilePartRecipe), "Paths Features Parts")]
[assembly: AlwaysWritten(typeof(NlvrShare), "HeldOut Repeats")]
[assembly: AlwaysWritten(typeof(BackboneRecipe), "Options Pictures Fit")]
[assembly: AlwaysWritten(typeof(FitRecipe), "Epochs Batch LearningRate WeightDecay Schedule")]
[assembly: AlwaysWritten(typeof(HeadRecipe), "Loss Uncertainty PredictivePasses Certainty CertaintyDoubt Answers Fit BlindEpochs")]
[assembly: AlwaysWritten(typeof(VarianceRecipe), "Optimiser LearningRate")]
[assembly: AlwaysWritten(typeof(EvaluationRecipe), "Passes")]
[assembly: AlwaysWritten(typeof(OwnVariant), "From Uncertainty Certainty PredictivePasses Epochs LearningRate Batch Members Temperature "
    + "Definition")]
