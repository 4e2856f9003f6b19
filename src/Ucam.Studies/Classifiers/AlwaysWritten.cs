using Ucam;
using Ucam.Studies.Classifiers;
using Ucam.Studies.Comparison;

// The keys of the first published runs. They stay as they are: a new key does not belong here, and needs nothing else.
[assembly: AlwaysWritten(typeof(CompareRecipe), "Name Backbone Pool Data DataSeed Methods Variants OwnVariants Seeds PositionScale FeatureScale "
    + "ForgetBias Lstm Training LearningRates TestOn Evaluation DistancedMaps")]
[assembly: AlwaysWritten(typeof(MethodSizes), "Attention Joint JointScale")]
[assembly: AlwaysWritten(typeof(ClassifierRecipe), "Task Name Data DataSeed Trunk Stage Variants Seeds Training LongEpochs Evaluation")]
[assembly: AlwaysWritten(typeof(ClassifierDataRecipe), "Labelled Asked Validation Test Corrupted Unfamiliar")]
[assembly: AlwaysWritten(typeof(LastStageRecipe), "Channels Blocks Dropout")]
