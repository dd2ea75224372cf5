// Numbers for grade prediction without the high school.
import { influenceModel } from "../model/model.ts";
import { gradeNumbers } from "./grade-predictor-model.ts";
import { gradePredictorWithoutSchool } from "./grade-predictor-without-school.ts";

/** The numbers of `gradePredictorModel`. */
export const gradePredictorWithoutSchoolModel = influenceModel(gradePredictorWithoutSchool, gradeNumbers);
